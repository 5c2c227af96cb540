import type { SparseVector } from './feature-space.js';
import type { PackedVectors } from './packed-vectors.js';

export interface NearExample {
  readonly text: string;
  /** The class of the example. */
  readonly label: number;
  /** Cosine of the angle between the two, 0 to 1. */
  readonly similarity: number;
}

/**
 * A feature that more than this share of the examples has tells none of them apart; leaving these out makes a look-up
 * several times faster and changes no figure of the cross-validation. In small sets, everything up to 50 is kept; in large
 * ones nothing beyond 200, so that a look-up stays as fast however many examples there are.
 */
const commonShare = 0.05;
/** Features of one text that are looked up; a question of 200 characters has about as many. */
const mostLookedUp = 400;
const fewestExamples = 50;
const mostExamples = 200;

const { max, min, sqrt } = Math;

/** Finds the training examples most like a text, through an index from each feature to the examples that have it. */
export class NearestExamples {
  /**
   * The examples with feature f are `rows[2 * at]` for each `at` of `starts[f]..starts[f + 1])`, and what it is in each is
   * `values[2 * at + 1]`: two views of the same memory, so that both are fetched at once.
   */
  private readonly starts: Uint32Array;
  private readonly rows: Int32Array;
  private readonly values: Float32Array;
  /** What each example has in common with the text that is looked up just now; all zero in between. */
  private readonly sums: Float32Array;
  /** The examples that have anything in common with it. */
  private readonly touched: Int32Array;
  private met = 0;
  /** Examples of features that were looked up since this was made: the measure of its work. */
  operations = 0;

  constructor(
    private readonly texts: readonly string[],
    private readonly labels: Uint16Array,
    vectors: PackedVectors,
    features: number,
  ) {
    this.starts = startsOf(vectors, features, min(mostExamples, max(fewestExamples, texts.length * commonShare)));
    this.rows = new Int32Array(2 * this.starts[features]!);
    this.values = new Float32Array(this.rows.buffer);
    this.sums = new Float32Array(texts.length);
    this.touched = new Int32Array(texts.length);
    const filled = this.starts.slice();
    for (let row = 0; row < vectors.length; row += 1) this.put(vectors, row, filled);
  }

  private put({ starts, cells, values }: PackedVectors, row: number, filled: Uint32Array): void {
    const stop = starts[row + 1]!;
    let square = 0;
    for (let at = starts[row]!; at < stop; at += 2) square += values[at + 1]! * values[at + 1]!;
    const length = sqrt(square) || 1;
    for (let at = starts[row]!; at < stop; at += 2) {
      const feature = cells[at]!;
      const place = filled[feature]!;
      if (this.starts[feature] === this.starts[feature + 1]) continue;
      this.rows[2 * place] = row;
      this.values[2 * place + 1] = values[at + 1]! / length;
      filled[feature] = place + 1;
    }
  }

  /**
   * The `most` nearest, the nearest first; fewer where fewer have anything in common with the text.
   * @param skips rows that are left out, so that examples can be asked about as if they were new
   */
  find({ indices, values }: SparseVector, most: number, skips: (row: number) => boolean = never): NearExample[] {
    const { lightest, ofThose } = lookedUp(values);
    let left = ofThose;
    for (let at = 0; at < indices.length; at += 1) {
      const value = values[at]!;
      if (value < lightest) continue;
      if (value === lightest) left -= 1;
      if (value > lightest || left >= 0) this.addFeature(indices[at]!, value);
    }
    const best = this.highestSums(most, skips);
    const length = lengthOf(values) || 1;
    const near = best.map((row) => ({
      text: this.texts[row]!,
      label: this.labels[row]!,
      similarity: min(1, this.sums[row]! / length),
    }));
    for (let at = 0; at < this.met; at += 1) this.sums[this.touched[at]!] = 0;
    this.met = 0;
    return near;
  }

  private addFeature(feature: number, value: number): void {
    const { rows, values, sums, touched } = this;
    const start = this.starts[feature]!;
    const stop = this.starts[feature + 1]!;
    let met = this.met;
    for (let place = 2 * start; place < 2 * stop; place += 2) {
      const row = rows[place]!;
      const before = sums[row]!;
      if (before === 0) {
        touched[met] = row;
        met += 1;
      }
      sums[row] = before + value * values[place + 1]!;
    }
    this.met = met;
    this.operations += stop - start;
  }

  /** Rows with the highest sums, the highest first, and of equal ones the first. */
  private highestSums(most: number, skips: (row: number) => boolean): number[] {
    const { sums, touched, met } = this;
    const best: number[] = [];
    let least = 0;
    for (let at = 0; at < met; at += 1) {
      const row = touched[at]!;
      const sum = sums[row]!;
      if (sum < least || skips(row)) continue;
      let place = best.length;
      while (place > 0 && isNearer(sum, row, sums[best[place - 1]!]!, best[place - 1]!)) place -= 1;
      if (place === most) continue;
      best.splice(place, 0, row);
      if (best.length > most) best.pop();
      if (best.length === most) least = sums[best[most - 1]!]!;
    }
    return best;
  }
}

const never = (): boolean => false;

const isNearer = (sum: number, row: number, otherSum: number, other: number): boolean =>
  sum > otherSum || (sum === otherSum && row < other);

function lengthOf(values: Float32Array): number {
  let square = 0;
  for (let at = 0; at < values.length; at += 1) square += values[at]! * values[at]!;
  return sqrt(square);
}

/** Where the examples of each feature begin, one after another; a feature of more examples than `most` has none. */
function startsOf({ starts: first, cells, length }: PackedVectors, features: number, most: number): Uint32Array {
  const counts = new Uint32Array(features);
  for (let at = 0; at < first[length]!; at += 2) counts[cells[at]!]! += 1;
  const starts = new Uint32Array(features + 1);
  for (let feature = 0; feature < features; feature += 1) {
    const count = counts[feature]!;
    starts[feature + 1] = starts[feature]! + (count <= most ? count : 0);
  }
  return starts;
}

/** Buckets are told apart by the first 14 bits of a number: its sign, its exponent and 5 bits more. */
const bucketBits = 18;
const counts = new Uint32Array(2 ** (31 - bucketBits));

/**
 * The value from which a feature is looked up, and how many of just that value are. What makes a long text like an example
 * is in its rare words; the many light features of 2,000 characters would take ten times as long and hardly move a
 * similarity.
 */
function lookedUp(values: Float32Array): { readonly lightest: number; readonly ofThose: number } {
  if (values.length <= mostLookedUp) return { lightest: 0, ofThose: values.length };
  // Of numbers that are not negative the greater has the greater bits, so that only one bucket of them has to be sorted.
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  counts.fill(0);
  for (let at = 0; at < bits.length; at += 1) counts[bits[at]! >>> bucketBits]! += 1;
  let bucket = counts.length - 1;
  let left = mostLookedUp;
  for (; counts[bucket]! < left; bucket -= 1) left -= counts[bucket]!;
  const rising = values.filter((_, at) => bits[at]! >>> bucketBits === bucket).sort();
  const lightest = rising[rising.length - left]!;
  const heavier = rising.length - 1 - rising.lastIndexOf(lightest);
  return { lightest, ofThose: left - heavier };
}
