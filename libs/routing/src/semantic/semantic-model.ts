import { FeatureSpace, type SparseVector } from './feature-space.js';
import { logitsOf, softmax, type LinearWeights } from './softmax.js';

export interface Opinion {
  /** The probability of every class, assistants in their order and off-topic last; calibrated, they add up to 1. */
  readonly probabilities: Float64Array;
  /** 0 to 1: how much of the text's words, weighed by their rarity, was met in training. */
  readonly known: number;
  /** The text as the model sees it. */
  readonly vector: SparseVector;
}

/** What is learned from examples: which words and pieces of words speak for which class, and how sure that may be. */
export class SemanticModel {
  constructor(
    readonly space: FeatureSpace,
    readonly weights: LinearWeights,
    readonly temperature: number,
  ) {}

  classify(text: string): Opinion {
    const { vector, known } = this.space.vectorize(text);
    const scores = logitsOf(this.weights, vector, new Float64Array(this.weights.classes));
    return { probabilities: softmax(scores, this.temperature), known, vector };
  }
}
