import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../text/random.js';
import { balancedWeights, learnMargins, type LabeledVectors } from './learn-margins.js';
import { PackedVectors } from './packed-vectors.js';
import { logitsOf, type LinearWeights } from './softmax.js';

const options = { cost: 1, rounds: 200, tolerance: 1e-4, seed: 5 };

function learn(data: LabeledVectors, rows = Uint32Array.from(data.labels.keys()), given = options): LinearWeights {
  const steps = learnMargins(data, rows, given);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Texts of a feature of their own class, and some of anything. */
function drawn(size: number, classes: number, features: number): LabeledVectors {
  const random = seededRandom(11);
  const labels = Uint16Array.from({ length: size }, (_, at) => at % classes);
  const vectors = Array.from(labels, (label) => ({
    indices: Uint32Array.from(new Set([label, ...Array.from({ length: 4 }, () => Math.floor(features * random()))])),
    values: new Float32Array(5).fill(0.5),
  }));
  return { vectors: PackedVectors.of(vectors), labels, classes: classes + 1, features };
}

/** Half the squared length of a class's weights, and what every example inside its margin costs. */
function objective(data: LabeledVectors, model: LinearWeights, of: number): number {
  let sum = model.biases[of]! ** 2;
  for (let feature = 0; feature < data.features; feature += 1) sum += model.weights[feature * model.classes + of]! ** 2;
  sum /= 2;
  data.labels.forEach((label, at) => {
    const score = logitsOf(model, data.vectors.vector(at), new Float64Array(model.classes))[of]!;
    sum += options.cost * Math.max(0, 1 - (label === of ? 1 : -1) * score) ** 2;
  });
  return sum;
}

describe('learnMargins', () => {
  const data = drawn(300, 3, 40);
  const model = learn(data);

  it('is where no weight can be moved without loss', () => {
    for (const one of [0, 1, 2]) {
      const least = objective(data, model, one);
      for (const feature of [0, 1, 2, 17, 39]) {
        for (const by of [-0.05, 0.05]) {
          const moved = { ...model, weights: model.weights.slice() };
          moved.weights[feature * model.classes + one]! += by;
          expect(objective(data, moved, one)).toBeGreaterThan(least);
        }
      }
    }
  });

  it('is the same to the last bit for the same rows, and another for other rows', () => {
    expect(learn(data)).toEqual(model);
    expect(
      learn(
        data,
        Uint32Array.from({ length: 200 }, (_, at) => at),
      ).weights,
    ).not.toEqual(model.weights);
  });

  it('says -1 of a class that has no example', () => {
    const scores = logitsOf(model, data.vectors.vector(0), new Float64Array(model.classes));
    expect(scores[3]).toBe(-1);
  });

  it('gives way between steps', () => {
    const steps = learnMargins(
      drawn(3000, 20, 400),
      Uint32Array.from({ length: 3000 }, (_, at) => at),
      options,
    );
    expect(steps.next().done).toBe(false);
  });
});

describe('balancedWeights', () => {
  it('makes every class that is there count the same', () => {
    const labels = Uint16Array.from([0, 0, 0, 1]);
    expect([...balancedWeights(labels, Uint32Array.from([0, 1, 2, 3]), 3)]).toEqual([2 / 3, 2, 0]);
  });
});
