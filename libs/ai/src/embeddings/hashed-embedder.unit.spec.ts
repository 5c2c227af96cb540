import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Deadline } from '#kernel';
import { HashedEmbedder } from './hashed-embedder.js';
import { meanDirection } from './vectors.js';

const embedder = new HashedEmbedder();
const embed = async (text: string) => (await embedder.embed([text]))[0]!;
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * b[index]!, 0);
const likeness = async (a: string, b: string) => dot(await embed(a), await embed(b));

describe('HashedEmbedder', () => {
  test('gives one vector of length 1 for each text, the same every time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 }), async (texts) => {
        const vectors = await embedder.embed(texts);
        expect(vectors).toEqual(await new HashedEmbedder().embed(texts));
        expect(vectors.map(({ length }) => length)).toEqual(texts.map(() => 384));
        for (const vector of vectors) {
          const length = Math.sqrt(dot(vector, vector));
          expect(length === 0 || Math.abs(length - 1) < 1e-5).toBe(true);
        }
      }),
    );
  });

  test('has only zeros for a text without a word', async () => {
    expect(new Set(await embed('?!  …'))).toEqual(new Set([0]));
  });

  test.each([
    ['a form of the word', 'the projector is broken', 'projectors broke', 'how to bake bread'],
    ['a slip of the pen', 'projector', 'projetcor', 'bicycle'],
    ['another word for it', 'may I bring my dog', 'are pets permitted', 'when do you open'],
  ])('finds %s nearer than something else', async (_, text, near, far) => {
    expect(await likeness(text, near)).toBeGreaterThan(0.1 + (await likeness(text, far)));
  });

  test('does nothing when the time is over or the caller has left', async () => {
    await expect(embedder.embed(['a'], { deadline: Deadline.in(-1) })).rejects.toMatchObject({
      failure: { code: 'deadline-exceeded' },
    });
    await expect(embedder.embed(['a'], { signal: AbortSignal.abort(new Error('left')) })).rejects.toThrow('left');
  });
});

describe('meanDirection', () => {
  test('lies between its vectors, with length 1', async () => {
    const [a, b] = [await embed('water leak'), await embed('power cut')];
    const mean = meanDirection([a, b]);
    expect(dot(mean, mean)).toBeCloseTo(1, 5);
    expect(dot(mean, a)).toBeCloseTo(dot(mean, b), 5);
    expect(dot(mean, a)).toBeGreaterThan(dot(a, b));
  });

  test('of nothing is refused', () => {
    expect(() => meanDirection([])).toThrow(RangeError);
  });
});
