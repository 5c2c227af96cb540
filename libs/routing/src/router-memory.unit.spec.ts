import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { createRouter } from './create-router.js';
import { HybridRouter } from './router.js';
import { seededRandom } from './text/random.js';

const random = seededRandom(8);
const syllables = ['ba', 'ko', 'mir', 'sel', 'tan', 'vo', 'lu', 'pri', 'chen', 'do', 'gra', 'wi'];
const pick = <T>(from: readonly T[]): T => from[Math.floor(from.length * random())]!;
const word = (): string => pick(syllables) + pick(syllables) + pick(syllables);
const vocabulary = Array.from({ length: 900 }, word);
const texts = (count: number): string[] =>
  Array.from({ length: count }, () => Array.from({ length: 8 }, () => pick(vocabulary)).join(' '));

const manifests = ['booking', 'tech', 'brand'].map((id) => ({ id, keywords: [], examples: texts(800) }));
const config = { manifests, offTopic: texts(600) };

/** Bytes of every typed array that can be reached. */
function heldBytes(root: object): number {
  const seen = new Set<object>([root]);
  const buffers = new Set<ArrayBufferLike>();
  for (const one of seen) {
    if (ArrayBuffer.isView(one)) buffers.add(one.buffer);
    else
      for (const value of Object.values(one))
        if (typeof value === 'object' && value !== null) seen.add(value as object);
  }
  return [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

describe('what a router holds', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const before = process.memoryUsage().arrayBuffers;
  const router = createRouter(config) as HybridRouter;
  collect();
  // Arrays are freed on another thread; a second collection waits for the first one's.
  collect();
  const after = process.memoryUsage().arrayBuffers;
  const { space, weights } = router.parts.model.parts;

  it('is what was learned: some bytes a feature, and eight for each feature of an example', () => {
    router.route('booking of a bay');
    const features = space.size;
    // Weights, what the feature is known by, its place in the index, where its examples begin, and a mark while a text is read.
    const each = 4 * weights.classes + 9 + 32 + 4 + 4;
    const examples = 3000 * 200 * 8;
    expect(features).toBeGreaterThan(20_000);
    expect(heldBytes(router)).toBeLessThan(features * each + examples);
    expect(space.bytesToRead).toBe(0);
  });

  it('is all that is left of learning', () => {
    expect(after - before).toBeLessThan(heldBytes(router) + 1_500_000);
  });

  it('reads texts again where it has to, and rests again', () => {
    const { vector } = space.vectorize({ words: ['bakomir'], terms: ['bakomir'] });
    expect(space.bytesToRead).toBeGreaterThan(20 * space.size);
    space.rest();
    expect(space.vectorize({ words: ['bakomir'], terms: ['bakomir'] }).vector).toEqual(vector);
    space.rest();
    expect(space.bytesToRead).toBe(0);
  });
});
