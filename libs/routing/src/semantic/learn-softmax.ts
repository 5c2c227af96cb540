import { seededRandom, shuffle } from '../text/random.js';
import type { SparseVector } from './feature-space.js';
import { logitsOf, softmax, type LinearWeights } from './softmax.js';

// Taken out of the hot loops: a global is looked up anew each time wherever modules run in a context of their own.
const { abs, sqrt } = Math;

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
  const state: State = { classes, weights: model.weights, squares: new Float32Array(features * classes) };
  const biases = { values: model.biases, squares: new Float32Array(classes) };
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
      const active = correct(scores, balance[label]!, biases, options.learningRate);
      step(state, vector, active, options);
      work += vector.indices.length * classes;
      if (work > workPerStep) {
        work = 0;
        yield;
      }
    }
  }
  return model;
}

interface State {
  readonly classes: number;
  readonly weights: Float32Array;
  /** Sums of squared slopes, for each weight. */
  readonly squares: Float32Array;
}

/** What is wrong with one class's score. */
interface Correction {
  readonly of: number;
  readonly gradient: number;
}

/** Moves the biases, and says which classes are wrong by enough to move their weights. */
function correct(
  errors: Float64Array,
  balance: number,
  biases: { readonly values: Float32Array; readonly squares: Float32Array },
  learningRate: number,
): Correction[] {
  const active: Correction[] = [];
  for (let of = 0; of < errors.length; of += 1) {
    const gradient = errors[of]! * balance;
    if (abs(gradient) < smallestGradient) continue;
    active.push({ of, gradient });
    biases.squares[of]! += gradient * gradient;
    biases.values[of]! -= (learningRate * gradient) / sqrt(biases.squares[of]! + 1e-8);
  }
  return active;
}

/** One step of AdaGrad: each weight by its own slope, the smaller the more it has moved already. */
function step(
  { classes, weights, squares }: State,
  { indices, values }: SparseVector,
  active: readonly Correction[],
  { learningRate, decay }: SoftmaxOptions,
): void {
  if (active.length === 0) return;
  for (let at = 0; at < indices.length; at += 1) {
    const row = indices[at]! * classes;
    const value = values[at]!;
    for (const { of, gradient } of active) {
      const place = row + of;
      const slope = gradient * value + decay * weights[place]!;
      squares[place]! += slope * slope;
      weights[place]! -= (learningRate * slope) / sqrt(squares[place]! + 1e-8);
    }
  }
}
