import { describe, expect, it } from '@jest/globals';
import { learnMargins } from '../semantic/learn-margins.js';
import { PackedVectors } from '../semantic/packed-vectors.js';
import { logitsOf } from '../semantic/softmax.js';
import { seededRandom } from '../text/random.js';
import { adjustMargins, type AdjustedExample } from './adjust-margins.js';

const features = 6;
const random = seededRandom(7);
/** Points around one place for each of two classes, which overlap a little. */
const vectors = Array.from({ length: 40 }, (_, row) => ({
  indices: Uint32Array.from({ length: features }, (_value, at) => at),
  values: Float32Array.from({ length: features }, (_value, at) => random() + (at % 2 === row % 2 ? 0.4 : 0)),
}));
/** The first one stands among those of the other class, so that it holds on to the weights. */
const labels = Uint16Array.from(vectors, (_, row) => (row === 0 ? 1 : row % 2));
const options = { cost: 1, rounds: 3000, tolerance: 1e-7, seed: 1 };

function finished<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
const learn = (rows: readonly number[]) =>
  finished(
    learnMargins({ vectors: PackedVectors.of(vectors), labels, classes: 2, features }, Uint32Array.from(rows), options),
  );
const scores = (model: ReturnType<typeof learn>) =>
  vectors.map((vector) => [...logitsOf(model, vector, new Float64Array(2))]);
const all = [...vectors.keys()];
const example = (row: number, role: AdjustedExample['role']): AdjustedExample => ({
  vector: vectors[row]!,
  label: labels[row]!,
  role,
});
const furthest = (one: number[][], other: number[][]): number =>
  Math.max(...one.flatMap((row, at) => row.map((score, of) => Math.abs(score - other[at]![of]!))));

describe('adjustMargins', () => {
  it.each([
    ['an example that left', all, all.slice(1), (row: number) => example(row, row === 0 ? 'removed' : 'near')],
    ['an example that came', all.slice(1), all, (row: number) => example(row, row === 0 ? 'added' : 'near')],
  ] as const)(
    '%s, with all the others near it, moves the weights to where learning would bring them',
    (_, before, after, role) => {
      const [from, to] = [learn(before), learn(after)];
      const examples = all.map(role);
      const adjusted = finished(adjustMargins(from, features, examples, options.cost));
      const moved = furthest(scores(from), scores(to));
      expect(moved).toBeGreaterThan(0.01);
      expect(furthest(scores(adjusted), scores(to))).toBeLessThan(moved / 4);
    },
  );

  it('leaves the weights as they are where nothing came or went, and gives new features none', () => {
    const from = learn(all);
    const adjusted = finished(adjustMargins(from, features + 2, [], options.cost));
    expect([...adjusted.weights]).toEqual([...from.weights, 0, 0, 0, 0]);
    expect([...adjusted.biases]).toEqual([...from.biases]);
  });
});
