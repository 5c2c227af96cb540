import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../text/random.js';
import type { SparseVector } from './feature-space.js';
import { PackedVectors } from './packed-vectors.js';

const random = seededRandom(4);
const drawn = (size: number): SparseVector => ({
  indices: Uint32Array.from({ length: size }, () => Math.floor(1e6 * random())),
  values: Float32Array.from({ length: size }, () => random()),
});

describe('PackedVectors', () => {
  it('gives back what was put down, of any size and number', () => {
    const vectors = Array.from({ length: 9000 }, (_, at) => drawn(at % 7 === 0 ? 0 : at % 50));
    const packed = PackedVectors.of([drawn(20_000), ...vectors]);
    expect(packed.length).toBe(9001);
    vectors.forEach((vector, at) => expect(packed.vector(at + 1)).toEqual(vector));
  });

  it('copies what it is given, since whoever gives it writes over it', () => {
    const { indices, values } = drawn(5);
    const packed = new PackedVectors();
    packed.add(indices, values, 3);
    const [first, second] = [indices.slice(0, 3), values.slice(0, 3)];
    indices.fill(0);
    values.fill(0);
    expect(packed.vector(0)).toEqual({ indices: first, values: second });
  });

  it('takes eight bytes a number and its place, and at most half as much again while it grows', () => {
    const packed = PackedVectors.of(Array.from({ length: 2000 }, () => drawn(100)));
    expect(packed.cells.byteLength).toBeLessThanOrEqual(1.5 * 8 * 200_000 + 8);
    expect(packed.values.buffer).toBe(packed.cells.buffer);
  });
});
