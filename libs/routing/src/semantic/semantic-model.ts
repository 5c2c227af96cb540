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
  private readonly scorer: TextScorer;

  constructor(
    readonly parts: SemanticParts,
    readonly trust: Trust,
  ) {
    this.scorer = new TextScorer(parts.space, parts.weights);
  }

  classify(said: Said): Opinion {
    const { scores, known } = this.scorer.score(said);
    const opinion = new FirstOpinion(scores, known, said, this.parts);
    this.decide(scores, opinion);
    return opinion;
  }

  /** Adds up both opinions of a text. */
  weigh(vector: SparseVector, known: number, near: readonly NearExample[]): Opinion {
    const { weights } = this.parts;
    const scores = logitsOf(weights, vector, new Float64Array(weights.classes));
    this.decide(scores, { near });
    return { probabilities: scores, known, vector, near };
  }

  /** Makes probabilities of scores, with the vote where it counts anything. */
  private decide(scores: Float64Array, neighbors: Pick<Opinion, 'near'>): void {
    const { classWeights, vote } = this.parts;
    if (this.trust.vote !== 0) {
      const votes = voteOf(neighbors.near, classWeights, vote);
      for (let of = 0; of < scores.length; of += 1) scores[of]! += this.trust.vote * votes[of]!;
    }
    softmax(scores, this.trust.temperature);
  }
}
