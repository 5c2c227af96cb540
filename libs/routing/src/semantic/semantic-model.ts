import type { Said } from '../text/said.js';
import type { FeatureSpace, SparseVector } from './feature-space.js';
import type { Trust } from './calibration.js';
import type { NearestExamples, NearExample } from './nearest-examples.js';
import { logitsOf, softmax, type LinearWeights } from './softmax.js';
import { TextScorer } from './text-scorer.js';
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

/** The opinion of a text whose nearest examples count nothing: they are looked for when someone asks for them. */
class FirstOpinion implements Opinion {
  private seen: SparseVector | null = null;
  private found: readonly NearExample[] | null = null;

  constructor(
    readonly probabilities: Float64Array,
    readonly known: number,
    private readonly said: Said,
    private readonly parts: SemanticParts,
  ) {}

  get vector(): SparseVector {
    this.seen ??= this.parts.space.vectorize(this.said).vector;
    return this.seen;
  }

  get near(): readonly NearExample[] {
    this.found ??= this.parts.nearest.find(this.vector, this.parts.vote.neighbors);
    return this.found;
  }
}

/**
 * What is learned from examples. Two opinions are added up: weights for every feature, which know what matters, and the
 * vote of the nearest examples, which knows what was asked before.
 */
export class SemanticModel {
  /** Null where the nearest examples vote: they are found by the vector, and what has one is scored by it. */
  private readonly scorer: TextScorer | null;

  constructor(
    readonly parts: SemanticParts,
    readonly trust: Trust,
  ) {
    this.scorer = trust.vote === 0 ? new TextScorer(parts.space, parts.weights) : null;
  }

  classify(said: Said): Opinion {
    if (this.scorer === null) {
      const { space, nearest, vote } = this.parts;
      const { vector, known } = space.vectorize(said);
      return this.weigh(vector, known, nearest.find(vector, vote.neighbors));
    }
    const { scores, known } = this.scorer.score(said);
    return new FirstOpinion(softmax(scores, this.trust.temperature), known, said, this.parts);
  }

  /** Adds up both opinions of a text. */
  weigh(vector: SparseVector, known: number, near: readonly NearExample[]): Opinion {
    const { weights, classWeights, vote } = this.parts;
    const scores = logitsOf(weights, vector, new Float64Array(weights.classes));
    if (this.trust.vote !== 0) {
      const votes = voteOf(near, classWeights, vote);
      for (let of = 0; of < scores.length; of += 1) scores[of]! += this.trust.vote * votes[of]!;
    }
    return { probabilities: softmax(scores, this.trust.temperature), known, vector, near };
  }
}
