import type { Said } from '../text/said.js';
import type { FeatureSpace, SparseVector } from './feature-space.js';
import type { Trust } from './calibration.js';
import type { NearestExamples, NearExample } from './nearest-examples.js';
import { logitsOf, softmax, type LinearWeights } from './softmax.js';
import { voteOf, type VoteOptions } from './vote.js';

export interface Opinion {
  /** The probability of every class, assistants in their order and off-topic last; calibrated, they add up to 1. */
  readonly probabilities: Float64Array;
  /** 0 to 1: how much of the text's words, weighed by their rarity, was met in the assistants' examples. */
  readonly known: number;
  /** What the model sees of the text. */
  readonly vector: SparseVector;
  /** The examples most like the text, the nearest first. */
  readonly near: readonly NearExample[];
}

export interface SemanticParts {
  readonly space: FeatureSpace;
  readonly weights: LinearWeights;
  readonly nearest: NearestExamples;
  /** What a vote of each class counts, 1 on average. */
  readonly classWeights: Float64Array;
  readonly vote: VoteOptions;
}

/**
 * What is learned from examples. Two opinions are added up: weights for every feature, which know what matters, and the
 * vote of the nearest examples, which knows what was asked before.
 */
export class SemanticModel {
  constructor(
    readonly parts: SemanticParts,
    readonly trust: Trust,
  ) {}

  classify(said: Said): Opinion {
    const { space, nearest, vote } = this.parts;
    const { vector, known } = space.vectorize(said);
    return this.weigh(vector, known, nearest.find(vector, vote.neighbors));
  }

  /** Adds up both opinions of a text. */
  weigh(vector: SparseVector, known: number, near: readonly NearExample[]): Opinion {
    const { weights, classWeights, vote } = this.parts;
    const votes = voteOf(near, classWeights, vote);
    const scores = logitsOf(weights, vector, new Float64Array(weights.classes));
    for (let of = 0; of < scores.length; of += 1) scores[of]! += this.trust.vote * votes[of]!;
    return { probabilities: softmax(scores, this.trust.temperature), known, vector, near };
  }
}
