import { describe, expect, it } from '@jest/globals';
import { read } from '../text/said.js';
import type { FeatureSpace } from './feature-space.js';
import { HashIndex } from './hash-index.js';
import { learnFeatureSpace } from './learn-feature-space.js';

const options = { pieceMinTexts: 1, togetherMinTexts: 2, fewTexts: 100, mostFeatures: 10_000 };

function space(...texts: string[]): FeatureSpace {
  const steps = learnFeatureSpace(texts.map(read), { ...options, shares: [0.3, 0.3, 0.2, 0.2] });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
const lengthOf = (values: Float32Array): number => Math.hypot(...values);

describe('FeatureSpace', () => {
  const known = space('cancel my booking', 'book a bay', 'the projector is blurry');

  it('gives every text it knows a vector of length 1, however long the text', () => {
    for (const text of ['cancel my booking', 'cancel my booking '.repeat(50)]) {
      const { vector } = known.vectorize(read('cancel my booking'));
      expect(lengthOf(vector.values)).toBeCloseTo(1, 2);
      expect(known.vectorize(read(text)).known).toBeGreaterThan(0.9);
    }
  });

  it('gives a text of unknown words a short vector, and nothing of it where nothing is known', () => {
    const half = known.vectorize(read('cancel the zyxwvu'));
    expect(lengthOf(half.vector.values)).toBeLessThan(0.9);
    expect(half.known).toBeLessThan(1);
    expect(known.vectorize(read('\u{1F600}')).vector.indices).toHaveLength(0);
  });

  it('is not changed by what it looked at before', () => {
    const first = known.vectorize(read('cancel my booking'));
    known.vectorize(read('the projector is blurry '.repeat(80)));
    expect(known.vectorize(read('cancel my booking'))).toEqual(first);
  });

  it('counts a piece only from the texts it was asked to be in', () => {
    const steps = learnFeatureSpace(['projector', 'booking'].map(read), {
      ...options,
      pieceMinTexts: 2,
      shares: [0.3, 0.3, 0.2, 0.2],
    });
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    expect(step.value.size).toBeLessThan(space('projector', 'booking').size);
  });
});

describe('HashIndex', () => {
  it('finds each hash at its place, also where many fall together', () => {
    const hashes = Uint32Array.from({ length: 1000 }, (_, at) => at * 65_536);
    const index = new HashIndex(hashes);
    hashes.forEach((hash, at) => expect(index.find(hash)).toBe(at));
    expect(index.find(1)).toBe(-1);
    expect(new HashIndex(new Uint32Array()).find(0)).toBe(-1);
  });
});
