import type { SparseVector } from './feature-space.js';

// Taken out of the hot loops: a global is looked up anew each time wherever modules run in a context of their own.
const { exp, max, min } = Math;

/** A linear classifier: weights by feature, then class; one bias for each class. */
export interface LinearWeights {
  readonly classes: number;
  /** `weights[feature * classes + class]`. */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/** Scores of every class, before the softmax, into `into`. */
export function logitsOf(model: LinearWeights, { indices, values }: SparseVector, into: Float64Array): Float64Array {
  for (let of = 0; of < model.classes; of += 1) into[of] = model.biases[of]!;
  addRows(model, indices, values, indices.length, into);
  return into;
}

/**
 * Adds the weights of the first `count` features, each times its value. Four features at a time, so that their weights are
 * fetched together and a score is taken up and put down once for all four.
 */
export function addRows(
  { classes, weights }: Pick<LinearWeights, 'classes' | 'weights'>,
  indices: Uint32Array,
  values: Float32Array,
  count: number,
  into: Float64Array | Float32Array,
): void {
  const last = count - 1;
  for (let at = 0; at <= last; at += 4) {
    // A feature beyond the last one is the last one with a value of nothing.
    const [second, third, fourth] = [min(at + 1, last), min(at + 2, last), min(at + 3, last)];
    const a = indices[at]! * classes;
    const b = indices[second]! * classes;
    const c = indices[third]! * classes;
    const d = indices[fourth]! * classes;
    const valueA = values[at]!;
    const valueB = at + 1 > last ? 0 : values[second]!;
    const valueC = at + 2 > last ? 0 : values[third]!;
    const valueD = at + 3 > last ? 0 : values[fourth]!;
    for (let of = 0; of < classes; of += 1) {
      into[of]! +=
        weights[a + of]! * valueA + weights[b + of]! * valueB + weights[c + of]! * valueC + weights[d + of]! * valueD;
    }
  }
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
