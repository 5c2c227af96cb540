import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../text/random.js';
import type { SparseVector } from './feature-space.js';
import { NearestExamples } from './nearest-examples.js';
import { PackedVectors } from './packed-vectors.js';

const random = seededRandom(5);
const features = 3000;

/** A vector of length one of so many features. */
function drawn(size: number, among = features): SparseVector {
  const indices = Uint32Array.from(new Set(Array.from({ length: size }, () => Math.floor(among * random()))));
  const values = Float32Array.from(indices, () => 0.1 + random());
  const length = Math.hypot(...values);
  return { indices, values: values.map((value) => value / length) };
}

function dot(one: SparseVector, other: SparseVector): number {
  const values = new Map(Array.from(other.indices, (feature, at) => [feature, other.values[at]!]));
  return one.indices.reduce((sum, feature, at) => sum + one.values[at]! * (values.get(feature) ?? 0), 0);
}

const vectors = Array.from({ length: 400 }, () => drawn(20));
const texts = vectors.map((_, at) => `text ${at}`);
const labels = Uint16Array.from(vectors, (_, at) => at % 3);
const open = (): NearestExamples => new NearestExamples(texts, labels, PackedVectors.of(vectors), features);

describe('NearestExamples', () => {
  it('finds those that a comparison with every one finds, the nearest first', () => {
    const nearest = open();
    for (let turn = 0; turn < 20; turn += 1) {
      const asked = drawn(60);
      const all = vectors.map((vector, at) => ({ text: texts[at]!, similarity: dot(asked, vector) }));
      const best = all.sort((one, other) => other.similarity - one.similarity).slice(0, 10);
      const found = nearest.find(asked, 10);
      expect(found.map(({ text }) => text)).toEqual(best.map(({ text }) => text));
      found.forEach(({ similarity }, at) => expect(similarity).toBeCloseTo(best[at]!.similarity, 5));
    }
  });

  it('leaves out the rows it is told to, and puts the first of equals first', () => {
    const asked = drawn(60);
    const nearest = open();
    const [first] = nearest.find(asked, 1);
    expect(nearest.find(asked, 5, (row) => texts[row] === first!.text).map(({ text }) => text)).not.toContain(
      first!.text,
    );
    const twice = new NearestExamples(
      ['one', 'other'],
      Uint16Array.of(0, 0),
      PackedVectors.of([vectors[0]!, vectors[0]!]),
      features,
    );
    expect(twice.find(vectors[0]!, 1).map(({ text }) => text)).toEqual(['one']);
  });

  it('looks up 400 features at the most, and none that more than 200 examples have', () => {
    const many = Array.from({ length: 7000 }, () => drawn(20));
    const everywhere = { indices: Uint32Array.of(features), values: Float32Array.of(1) };
    const all = [...many, ...Array.from({ length: 400 }, () => everywhere)];
    const nearest = new NearestExamples(
      all.map((_, at) => `text ${at}`),
      new Uint16Array(all.length),
      PackedVectors.of(all),
      features + 1,
    );
    nearest.find(drawn(30_000), 20);
    expect(nearest.operations).toBeGreaterThan(0);
    expect(nearest.operations).toBeLessThanOrEqual(400 * 200);
    const before = nearest.operations;
    expect(nearest.find(everywhere, 20)).toEqual([]);
    expect(nearest.operations).toBe(before);
  });

  it('looks up the heaviest of a long text, and of equals as many as there is room for', () => {
    const each = Array.from({ length: 1000 }, (_, at) => ({ indices: Uint32Array.of(at), values: Float32Array.of(1) }));
    const nearest = new NearestExamples(
      each.map((_, at) => String(at)),
      new Uint16Array(each.length),
      PackedVectors.of(each),
      each.length,
    );
    const valueOf = (at: number): number => (at % 4 === 0 ? 0.04 + at / 1e6 : at % 4 === 1 ? 0.03 : 0.02);
    const asked = { indices: Uint32Array.from(each.keys()), values: Float32Array.from(each.keys(), valueOf) };
    const found = nearest.find(asked, each.length).map(({ text }) => Number(text));
    const heaviest = [...each.keys()].filter((at) => at % 4 === 0).reverse();
    const equals = [...each.keys()].filter((at) => at % 4 === 1).slice(0, 150);
    expect(found).toEqual([...heaviest, ...equals]);
  });
});
