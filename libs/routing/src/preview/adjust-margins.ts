import type { SparseVector } from '../semantic/feature-space.js';
import type { LinearWeights } from '../semantic/softmax.js';

/** An example that the weights are adjusted to. */
export interface AdjustedExample {
  readonly vector: SparseVector;
  readonly label: number;
  /** `added` is new to the weights, `removed` leaves them, `near` was learned already and may be moved by the others. */
  readonly role: 'added' | 'removed' | 'near';
}

/** Rounds over so few examples cost nothing; after this many, nothing moves any more. */
const rounds = 12;

interface Held {
  readonly vector: SparseVector;
  readonly sign: 1 | -1;
  readonly square: number;
  amount: number;
}

/** The weights of one class, the bias after the last of them. */
function scoreOf(weights: Float64Array, { indices, values }: SparseVector): number {
  let score = weights[weights.length - 1]!;
  for (let at = 0; at < indices.length; at += 1) score += weights[indices[at]!]! * values[at]!;
  return score;
}

function move(weights: Float64Array, { indices, values }: SparseVector, by: number): void {
  weights[weights.length - 1]! += by;
  for (let at = 0; at < indices.length; at += 1) weights[indices[at]!]! += by * values[at]!;
}

/** How much an example that was learned holds: at the optimum of the squared hinge loss, its cost times what it lacks. */
const heldBy = (weights: Float64Array, vector: SparseVector, sign: number, slack: number): number =>
  Math.max(0, 1 - sign * scoreOf(weights, vector)) / slack;

function adjustClass(weights: Float64Array, of: number, examples: readonly AdjustedExample[], slack: number): void {
  const held: Held[] = examples.map(({ vector, label, role }) => {
    const sign = label === of ? 1 : -1;
    const square = vector.values.reduce((sum, value) => sum + value * value, 1);
    return { vector, sign, square, amount: role === 'added' ? 0 : heldBy(weights, vector, sign, slack) };
  });
  held.forEach(({ vector, sign, amount }, at) => {
    if (examples[at]!.role === 'removed') move(weights, vector, -sign * amount);
  });
  const moving = held.filter((_, at) => examples[at]!.role !== 'removed');
  for (let round = 0; round < rounds; round += 1) {
    for (const one of moving) {
      const slope = one.sign * scoreOf(weights, one.vector) - 1 + slack * one.amount;
      const now = Math.max(one.amount - slope / (one.square + slack), 0);
      if (now === one.amount) continue;
      move(weights, one.vector, (now - one.amount) * one.sign);
      one.amount = now;
    }
  }
}

/**
 * Goes on from weights that were learned by margins, with examples that came and went and those near them: dual coordinate
 * descent over these alone, as if all others stayed where they are. What each of the others holds is told from how far it
 * is from its margin.
 * @param features of the space the examples are in, which may have more than the weights know, behind what they know
 */
export function* adjustMargins(
  { classes, weights, biases }: LinearWeights,
  features: number,
  examples: readonly AdjustedExample[],
  cost: number,
): Generator<void, LinearWeights> {
  const adjusted = { classes, weights: new Float32Array(features * classes), biases: new Float32Array(classes) };
  const known = weights.length / classes;
  for (let of = 0; of < classes; of += 1) {
    const own = new Float64Array(features + 1);
    for (let feature = 0; feature < known; feature += 1) own[feature] = weights[feature * classes + of]!;
    own[features] = biases[of]!;
    adjustClass(own, of, examples, 1 / (2 * cost));
    for (let feature = 0; feature < features; feature += 1) adjusted.weights[feature * classes + of] = own[feature]!;
    adjusted.biases[of] = own[features]!;
    yield;
  }
  return adjusted;
}
