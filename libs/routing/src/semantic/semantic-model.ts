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

/** The opinion of a text whose vector, and nearest examples where these count nothing, are looked for when someone asks. */
class ReadOpinion implements Opinion {
  private seen: SparseVector | null = null;

  constructor(
    readonly probabilities: Float64Array,
    readonly known: number,
    private found: readonly NearExample[] | null,
    private readonly findNear: () => readonly NearExample[],
    private readonly makeVector: () => SparseVector,
  ) {}

  get vector(): SparseVector {
    this.seen ??= this.makeVector();
    return this.seen;
  }

  get near(): readonly NearExample[] {
    this.found ??= this.findNear();
    return this.found;
  }
}

/**
 * What is learned from examples. Two opinions are added up: weights for every feature, which know what matters, and the
 * vote of the nearest examples, which knows what was asked before.
 */
export class SemanticModel {
  /** Made for the first text, since of most previews nobody asks anything. */
  private scorer: TextScorer | null = null;

  constructor(
    readonly parts: SemanticParts,
    readonly trust: Trust,
  ) {}

  classify(said: Said): Opinion {
    this.scorer ??= new TextScorer(this.parts.space, this.parts.weights);
    const { scorer } = this;
    const { scores, known, reading } = scorer.score(said);
    const { nearest, vote } = this.parts;
    const findNear = (): readonly NearExample[] => nearest.find(scorer.vectorOf(said, reading), vote.neighbors);
    const near = this.trust.vote === 0 ? null : findNear();
    if (near !== null) this.addVotes(near, scores);
    return new ReadOpinion(softmax(scores, this.trust.temperature), known, near, findNear, () => {
      const { indices, values } = scorer.vectorOf(said, reading);
      return { indices: indices.slice(), values: values.slice() };
    });
  }

  /** Adds up both opinions of a text. */
  weigh(vector: SparseVector, known: number, near: readonly NearExample[]): Opinion {
    const { weights } = this.parts;
    const scores = logitsOf(weights, vector, new Float64Array(weights.classes));
    if (this.trust.vote !== 0) this.addVotes(near, scores);
    return { probabilities: softmax(scores, this.trust.temperature), known, vector, near };
  }

  private addVotes(near: readonly NearExample[], scores: Float64Array): void {
    const { classWeights, vote } = this.parts;
    const votes = voteOf(near, classWeights, vote);
    for (let of = 0; of < scores.length; of += 1) scores[of]! += this.trust.vote * votes[of]!;
  }
}
