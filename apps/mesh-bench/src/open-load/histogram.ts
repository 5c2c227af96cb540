/** Buckets of a doubling; a value is known to one part in 128. */
const perDoubling = 64;
/** Milliseconds; what is shorter is counted as this. */
const least = 0.01;
const bucketCount = perDoubling * 24;

/** A histogram as plain data: how many are in each bucket that is not empty. */
export interface HistogramJson {
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
  readonly max: number;
  readonly sum: number;
}

const bucketOf = (value: number): number =>
  value <= least ? 0 : Math.min(bucketCount - 1, 1 + Math.floor(Math.log2(value / least) * perDoubling));

/** The middle of a bucket. */
const valueOf = (bucket: number): number => (bucket === 0 ? least : least * 2 ** ((bucket - 0.5) / perDoubling));

/** Times in milliseconds, counted in buckets that grow with them: bounded memory whatever is counted, 1 % exact. */
export class Histogram {
  private readonly counts = new Float64Array(bucketCount);
  count = 0;
  max = 0;
  private sum = 0;

  add(value: number): void {
    this.counts[bucketOf(value)]! += 1;
    this.count += 1;
    this.sum += value;
    this.max = Math.max(this.max, value);
  }

  get mean(): number {
    return this.count === 0 ? Number.NaN : this.sum / this.count;
  }

  /** The value that this share of them is not above; NaN of nothing. The highest is exact. */
  quantile(share: number): number {
    if (this.count === 0) return Number.NaN;
    const wanted = Math.max(1, Math.ceil(share * this.count));
    if (wanted >= this.count) return this.max;
    let seen = 0;
    for (let bucket = 0; bucket < bucketCount; bucket += 1) {
      seen += this.counts[bucket]!;
      if (seen >= wanted) return Math.min(this.max, valueOf(bucket));
    }
    return this.max;
  }

  /** Which share is at most that long. */
  shareWithin(value: number): number {
    if (this.count === 0) return Number.NaN;
    if (value >= this.max) return 1;
    const last = bucketOf(value);
    let within = 0;
    for (let bucket = 0; bucket <= last; bucket += 1) within += this.counts[bucket]!;
    return within / this.count;
  }

  toJSON(): HistogramJson {
    const buckets = [...this.counts].flatMap((count, bucket) => (count === 0 ? [] : [[bucket, count] as const]));
    return { buckets, max: this.max, sum: this.sum };
  }

  merge({ buckets, max, sum }: HistogramJson): this {
    for (const [bucket, count] of buckets) {
      this.counts[bucket]! += count;
      this.count += count;
    }
    this.max = Math.max(this.max, max);
    this.sum += sum;
    return this;
  }

  static of(...parts: readonly HistogramJson[]): Histogram {
    return parts.reduce((whole, part) => whole.merge(part), new Histogram());
  }
}

/** What is said of a distribution; milliseconds. */
export interface Distribution {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export const distributionOf = (histogram: Histogram): Distribution => ({
  count: histogram.count,
  p50: histogram.quantile(0.5),
  p95: histogram.quantile(0.95),
  p99: histogram.quantile(0.99),
  max: histogram.max,
});
