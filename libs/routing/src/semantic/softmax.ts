import type { SparseVector } from './feature-space.js';

// Taken out of the hot loops: a global is looked up anew each time wherever modules run in a context of their own.
const { exp, max } = Math;

/** A linear classifier: weights by feature, then class; one bias for each class. */
export interface LinearWeights {
  readonly classes: number;
  /** `weights[feature * classes + class]`. */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/** Scores of every class, before the softmax, into `into`. */
export function logitsOf(model: LinearWeights, vector: SparseVector, into: Float64Array): Float64Array {
  const { classes, weights, biases } = model;
  for (let of = 0; of < classes; of += 1) into[of] = biases[of]!;
  for (let at = 0; at < vector.indices.length; at += 1) {
    const row = vector.indices[at]! * classes;
    const value = vector.values[at]!;
    for (let of = 0; of < classes; of += 1) into[of]! += weights[row + of]! * value;
  }
  return into;
}

/** Turns scores into probabilities in place; `temperature` above 1 makes them less sure. */
export function softmax(scores: Float64Array, temperature = 1): Float64Array {
  let top = -Infinity;
  for (const score of scores) top = max(top, score);
  let sum = 0;
  for (let of = 0; of < scores.length; of += 1) {
    scores[of] = exp((scores[of]! - top) / temperature);
    sum += scores[of]!;
  }
  for (let of = 0; of < scores.length; of += 1) scores[of]! /= sum;
  return scores;
}
