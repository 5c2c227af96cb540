import { seededRandom, shuffle } from '../text/random.js';
import type { PackedVectors } from '../semantic/packed-vectors.js';
import { dangerPlaces, type DangerVector } from './danger-features.js';

/** What speaks for an emergency, place by place, and how likely one is where nothing speaks. */
export interface DangerWeights {
  readonly weights: Float32Array;
  readonly bias: number;
}

export interface DangerSteps {
  readonly epochs: number;
  readonly learningRate: number;
  /** What an emergency counts: missing one is worse than asking once too often. */
  readonly emergencyWeight: number;
  readonly seed: number;
}

/** Messages between two steps. */
const messagesPerStep = 512;
/** A gradient smaller than this changes no decision. */
const smallestGradient = 0.003;
const { exp, sqrt } = Math;

/** Log-odds of emergency. */
export function scoreOf({ weights, bias }: DangerWeights, { places, values }: DangerVector): number {
  let sum = bias;
  for (let at = 0; at < places.length; at += 1) sum += weights[places[at]!]! * values[at]!;
  return sum;
}

/** The same of a vector among others. */
export function scoreAt(
  { weights, bias }: DangerWeights,
  { starts, cells, values }: PackedVectors,
  row: number,
): number {
  const stop = starts[row + 1]!;
  let sum = bias;
  for (let at = starts[row]!; at < stop; at += 2) sum += weights[cells[at]!]! * values[at + 1]!;
  return sum;
}

/**
 * Logistic regression by stochastic gradient descent with AdaGrad (Duchi, Hazan and Singer 2011), in a seeded order: the
 * same messages give the same weights to the last bit.
 */
export function* learnWeights(
  vectors: PackedVectors,
  isEmergency: (row: number) => boolean,
  rows: Uint32Array,
  { epochs, learningRate, emergencyWeight, seed }: DangerSteps,
): Generator<void, DangerWeights> {
  const { starts, cells, values } = vectors;
  const weights = new Float32Array(dangerPlaces);
  const squares = new Float32Array(dangerPlaces).fill(1e-8);
  const order = rows.slice();
  const random = seededRandom(seed);
  let bias = 0;
  let biasSquares = 1e-8;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (let done = 0; done < order.length; done += 1) {
      if (done % messagesPerStep === messagesPerStep - 1) yield;
      const row = order[done]!;
      const target = isEmergency(row) ? 1 : 0;
      const likelihood = 1 / (1 + exp(-scoreAt({ weights, bias }, vectors, row)));
      const gradient = (likelihood - target) * (target === 1 ? emergencyWeight : 1);
      if (gradient < smallestGradient && gradient > -smallestGradient) continue;
      biasSquares += gradient * gradient;
      bias -= (learningRate * gradient) / sqrt(biasSquares);
      const stop = starts[row + 1]!;
      for (let at = starts[row]!; at < stop; at += 2) {
        const place = cells[at]!;
        const slope = gradient * values[at + 1]!;
        squares[place]! += slope * slope;
        weights[place]! -= (learningRate * slope) / sqrt(squares[place]!);
      }
    }
  }
  return { weights, bias };
}
