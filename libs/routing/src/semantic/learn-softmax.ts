import { seededRandom, shuffle } from '../text/random.js';
import type { SparseVector } from './feature-space.js';
import { logitsOf, softmax, type LinearWeights } from './softmax.js';

export interface SoftmaxOptions {
  readonly epochs: number;
  /** AdaGrad's step. */
  readonly learningRate: number;
  /** Weight of the squared length of the weights, for each example. */
  readonly decay: number;
  readonly seed: number;
}

export interface LabeledVectors {
  readonly vectors: readonly SparseVector[];
  readonly labels: Uint16Array;
  readonly classes: number;
  readonly features: number;
}

/** Multiplications between two steps: a few milliseconds, so that whoever trains in steps can answer in between. */
const workPerStep = 2_000_000;

/** A gradient smaller than this changes no decision; what is already learned, and most classes of a large model, pass. */
const smallestGradient = 0.005;

/** What each class's examples count, so that a class with few examples is not drowned; 1 on average. */
export function balancedWeights(labels: Uint16Array, rows: Uint32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const row of rows) counts[labels[row]!]! += 1;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : rows.length / (present * count)));
}

/**
 * Multinomial logistic regression by stochastic gradient descent with AdaGrad (Duchi, Hazan and Singer 2011), on the
 * given rows, in a seeded order: the same input gives the same weights to the last bit.
 */
export function* learnSoftmax(
  data: LabeledVectors,
  rows: Uint32Array,
  options: SoftmaxOptions,
): Generator<void, LinearWeights> {
  const { classes, features } = data;
  const model = {
    classes,
    weights: new Float32Array(features * classes),
    biases: new Float32Array(classes),
  };
  const squares = new Float32Array(features * classes);
  const biasSquares = new Float32Array(classes);
  const balance = balancedWeights(data.labels, rows, classes);
  const order = rows.slice();
  const random = seededRandom(options.seed);
  const scores = new Float64Array(classes);
  let work = 0;
  for (let epoch = 0; epoch < options.epochs; epoch += 1) {
    shuffle(order, random);
    for (const row of order) {
      const vector = data.vectors[row]!;
      const label = data.labels[row]!;
      softmax(logitsOf(model, vector, scores));
      scores[label]! -= 1;
      for (let of = 0; of < classes; of += 1) {
        const gradient = scores[of]! * balance[label]!;
        if (Math.abs(gradient) < smallestGradient) continue;
        biasSquares[of]! += gradient * gradient;
        model.biases[of]! -= (options.learningRate * gradient) / Math.sqrt(biasSquares[of]! + 1e-8);
        step(model.weights, squares, vector, { of, classes, gradient }, options);
      }
      work += vector.indices.length * classes;
      if (work > workPerStep) {
        work = 0;
        yield;
      }
    }
  }
  return model;
}

function step(
  weights: Float32Array,
  squares: Float32Array,
  vector: SparseVector,
  { of, classes, gradient }: { of: number; classes: number; gradient: number },
  { learningRate, decay }: SoftmaxOptions,
): void {
  const { indices, values } = vector;
  for (let at = 0; at < indices.length; at += 1) {
    const place = indices[at]! * classes + of;
    const slope = gradient * values[at]! + decay * weights[place]!;
    squares[place]! += slope * slope;
    weights[place]! -= (learningRate * slope) / Math.sqrt(squares[place]! + 1e-8);
  }
}
