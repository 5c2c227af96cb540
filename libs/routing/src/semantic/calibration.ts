/** Scores before the softmax of texts that a model was not trained on, and what each text really is. */
export interface HeldOutScores {
  readonly scores: readonly Float64Array[];
  readonly labels: readonly number[];
}

/** Fewer texts than this say nothing about how sure a model may be. */
const fewest = 20;

const coldest = 0.02;
const hottest = 5;
const steps = 40;
const goldenSection = (Math.sqrt(5) - 1) / 2;

// Taken out of the hot loops: a global is looked up anew each time wherever modules run in a context of their own.
const { exp, log, max } = Math;
/** What lies this far below the best score adds less than the last digit of the sum. */
const negligible = -40;

/** Mean negative log likelihood of what the texts really are, at a temperature. */
export function negativeLogLikelihood({ scores, labels }: HeldOutScores, temperature: number): number {
  let sum = 0;
  for (let at = 0; at < scores.length; at += 1) {
    const row = scores[at]!;
    let top = -Infinity;
    for (let of = 0; of < row.length; of += 1) top = max(top, row[of]!);
    let total = 0;
    for (let of = 0; of < row.length; of += 1) {
      const below = (row[of]! - top) / temperature;
      if (below > negligible) total += exp(below);
    }
    sum += log(total) + (top - row[labels[at]!]!) / temperature;
  }
  return sum / scores.length;
}

/**
 * The temperature that makes probabilities mean what they say (Guo et al. 2017, temperature scaling), found by golden
 * section on its logarithm between 0.02 and 5. It changes no decision, only how sure it is. 1 where there is too little to
 * fit it on.
 */
export function fitTemperature(heldOut: HeldOutScores): number {
  if (heldOut.scores.length < fewest) return 1;
  const at = (logarithm: number): number => negativeLogLikelihood(heldOut, exp(logarithm));
  let low = log(coldest);
  let high = log(hottest);
  let inner = [high - (high - low) * goldenSection, low + (high - low) * goldenSection] as const;
  let seen = [at(inner[0]), at(inner[1])] as const;
  for (let step = 0; step < steps; step += 1) {
    // One of the two places is where the next step looks as well.
    if (seen[0] < seen[1]) {
      high = inner[1];
      inner = [high - (high - low) * goldenSection, inner[0]];
      seen = [at(inner[0]), seen[0]];
    } else {
      low = inner[0];
      inner = [inner[1], low + (high - low) * goldenSection];
      seen = [seen[1], at(inner[1])];
    }
  }
  return exp((low + high) / 2);
}

/** How far the two opinions of a model are trusted. */
export interface Trust {
  /** What a vote of the nearest examples adds beside a margin. */
  readonly vote: number;
  /** What the sum is divided by before the softmax; below 1 since margins are small numbers. */
  readonly temperature: number;
}

/** Both opinions about texts that a model was not trained on, and what each text really is. */
export interface HeldOutOpinions {
  readonly margins: readonly Float64Array[];
  readonly votes: readonly Float64Array[];
  readonly labels: readonly number[];
}

/** What is trusted where there is too little to fit it on: the middle of what was fitted on sets of many sizes. */
export const usualTrust: Trust = { vote: 0.05, temperature: 0.25 };
const voteWeights = [0, 0.02, 0.05, 0.1, 0.2, 0.4];

/** The trust under which what the texts really are is likeliest: a temperature for each of a few weights of the vote. */
export function fitTrust({ margins, votes, labels }: HeldOutOpinions): Trust {
  if (labels.length < fewest) return usualTrust;
  let best = usualTrust;
  let least = Infinity;
  for (const vote of voteWeights) {
    const scores = margins.map((row, at) => row.map((margin, of) => margin + vote * votes[at]![of]!));
    const temperature = fitTemperature({ scores, labels });
    const surprise = negativeLogLikelihood({ scores, labels }, temperature);
    if (surprise >= least) continue;
    best = { vote, temperature };
    least = surprise;
  }
  return best;
}

/**
 * Expected calibration error (Naeini et al. 2015): the mean distance between how sure and how right, in `bins` of equal
 * width, each weighed by how many fell into it. 0 to 1, lower is better.
 */
export function expectedCalibrationError(
  decisions: readonly { readonly confidence: number; readonly right: boolean }[],
  bins = 15,
): number {
  const sums = Array.from({ length: bins }, () => ({ confidence: 0, right: 0 }));
  for (const { confidence, right } of decisions) {
    const bin = sums[Math.min(bins - 1, Math.floor(confidence * bins))]!;
    bin.confidence += confidence;
    bin.right += right ? 1 : 0;
  }
  const error = sums.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0);
  return decisions.length === 0 ? 0 : error / decisions.length;
}
