/** What one of the two said of a question. */
export interface Answered {
  /** Whose it is; null is out of scope. */
  readonly owner: string | null;
  /** Its first choice among the labels. */
  readonly choice: string | null;
  /** How sure it is of the choice, 0 to 1. */
  readonly confidence: number;
  /** The higher, the likelier it is in scope. Only the order counts. */
  readonly inScope: number;
  readonly refused: boolean;
}

/** Milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** What is measured of one side; sent from the process that it ran in. */
export interface Measured {
  readonly name: string;
  /** Share of the questions in scope whose first choice is right. */
  readonly firstChoice: number;
  /** The same where a question refused as out of scope is wrong. */
  readonly inScopeAtThreshold: number;
  /** Share of the questions out of scope that are refused; null where there is none. */
  readonly outOfScopeRecall: number | null;
  readonly auroc: number | null;
  readonly calibrationError: number;
  /** What a perfectly calibrated one would show on as many questions, by chance. */
  readonly calibrationErrorByChance: number;
  readonly threshold: string;
  readonly trainedInSeconds: number;
  readonly latency: Latency;
  readonly questionsPerSecond: number;
  /** MiB that the process grew by while it learned. */
  readonly memory: number;
  readonly notes: readonly string[];
  readonly reliability: readonly ReliabilityBin[];
  readonly answered: number;
}

export interface ReliabilityBin {
  readonly from: number;
  readonly count: number;
  readonly confidence: number;
  readonly right: number;
}

const bins = 10;

/** How sure it was, of what, and what would have been right. */
export type Confident = Pick<Answered, 'owner' | 'choice' | 'confidence'>;

/** How often what is said with a confidence is right, in ten bins of equal width; empty ones are left out. */
export function reliability(answered: readonly Confident[]): ReliabilityBin[] {
  return Array.from({ length: bins }, (_, bin) => {
    const some = answered.filter(({ confidence }) => Math.min(bins - 1, Math.floor(confidence * bins)) === bin);
    const mean = (of: (one: Confident) => number): number =>
      some.reduce((sum, one) => sum + of(one), 0) / (some.length || 1);
    return {
      from: bin / bins,
      count: some.length,
      confidence: mean(({ confidence }) => confidence),
      right: mean(({ owner, choice }) => (owner === choice ? 1 : 0)),
    };
  }).filter(({ count }) => count > 0);
}

const barWidth = 40;

/** How often it was right for how sure it was, as lines: a bar for what is right, `|` where it should end. */
export function drawReliability(bins: readonly ReliabilityBin[]): string[] {
  return bins.map(({ from, count, confidence, right }) => {
    const bar = '#'.repeat(Math.round(right * barWidth)).padEnd(barWidth + 1);
    const mark = Math.round(confidence * barWidth);
    const drawn = `${bar.slice(0, mark)}|${bar.slice(mark + 1)}`;
    return `  ${from.toFixed(1)}  ${drawn}  ${confidence.toFixed(3)}  ${right.toFixed(3)}  ${count}`;
  });
}

/**
 * The expected calibration error (15 bins) that is left by chance where every confidence is the very likelihood of being
 * right: the mean size of a normal deviation in each bin. No calibration shows less on as many questions.
 */
export function calibrationErrorByChance(confidences: readonly number[], bins = 15): number {
  const variances = new Array<number>(bins).fill(0);
  for (const confidence of confidences) {
    variances[Math.min(bins - 1, Math.floor(confidence * bins))]! += confidence * (1 - confidence);
  }
  const sizes = variances.map((variance) => Math.sqrt((2 / Math.PI) * variance));
  return sizes.reduce((sum, size) => sum + size, 0) / (confidences.length || 1);
}

/**
 * The area under the receiver operating characteristic: how often a question in scope scores higher than one out of scope,
 * where a tie counts half (Mann and Whitney). Null where either is missing.
 */
export function auroc(answered: readonly Pick<Answered, 'owner' | 'inScope'>[]): number | null {
  const sorted = [...answered].sort((one, other) => one.inScope - other.inScope);
  let below = 0;
  let won = 0;
  for (let at = 0; at < sorted.length;) {
    let end = at;
    let out = 0;
    while (end < sorted.length && sorted[end]!.inScope === sorted[at]!.inScope) {
      if (sorted[end]!.owner === null) out += 1;
      end += 1;
    }
    won += (end - at - out) * (below + out / 2);
    below += out;
    at = end;
  }
  const pairs = below * (sorted.length - below);
  return pairs === 0 ? null : won / pairs;
}

/** The value that a share of the measured times is below. */
export function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
