import type { Said } from '../text/said.js';
import type { FeatureSpace, SparseVector } from './feature-space.js';
import type { NearestExamples, NearExample } from './nearest-examples.js';
import { logitsOf, softmax, type LinearWeights } from './softmax.js';
import { voteOf, type VoteOptions } from './vote.js';

export interface Opinion {
  /** The probability of every class, assistants in their order and off-topic last; calibrated, they add up to 1. */
  readonly probabilities: Float64Array;
  /** 0 to 1: how much of the text's words, weighed by their rarity, was met in the assistants' examples. */
  readonly known: number;
  /** The examples most like the text, the nearest first. */
  readonly near: readonly NearExample[];
}

export interface SemanticParts {
  readonly space: FeatureSpace;
  readonly weights: LinearWeights;
  readonly nearest: NearestExamples;
  /** What a vote of each class counts, 1 on average. */
  readonly classWeights: Float64Array;
  readonly vote: VoteOptions & {
    /** What the vote counts beside the weights, as a power: 0 is nothing, 1 is as much. */
    readonly weight: number;
  };
}

/**
 * Two opinions learned from the same examples, multiplied: weights for every feature, which know what matters, and the
 * vote of the nearest examples, which knows what was asked before.
 */
export function combinedScores(
  { weights, nearest, classWeights, vote }: Omit<SemanticParts, 'space'>,
  vector: SparseVector,
  skips?: (row: number) => boolean,
): { scores: Float64Array; near: readonly NearExample[] } {
  const near = nearest.find(vector, vote.neighbors, skips);
  const votes = voteOf(near, classWeights, vote);
  const scores = softmax(logitsOf(weights, vector, new Float64Array(weights.classes)));
  for (let of = 0; of < scores.length; of += 1) {
    scores[of] = Math.log(Math.max(scores[of]!, Number.MIN_VALUE)) + vote.weight * votes[of]!;
  }
  return { scores, near };
}

/** What is learned from examples: which words and pieces of words speak for which class, and how sure that may be. */
export class SemanticModel {
  constructor(
    readonly parts: SemanticParts,
    readonly temperature: number,
  ) {}

  classify(said: Said): Opinion {
    const { vector, known } = this.parts.space.vectorize(said);
    const { scores, near } = combinedScores(this.parts, vector);
    return { probabilities: softmax(scores, this.temperature), known, near };
  }
}
