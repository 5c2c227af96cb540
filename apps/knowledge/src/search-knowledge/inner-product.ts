import type { SparseVector } from '../storage/vector-codec.js';

/**
 * Of two vectors of one length, a multiple of four. In four sums that do not wait for each other, which is four times as
 * fast as one; pgvector adds up in single precision in an order of its server's choice, so the last digit is anybody's.
 */
export function innerProduct(one: Float32Array, other: Float32Array): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let index = 0; index < one.length; index += 4) {
    first += one[index]! * other[index]!;
    second += one[index + 1]! * other[index + 1]!;
    third += one[index + 2]! * other[index + 2]!;
    fourth += one[index + 3]! * other[index + 3]!;
  }
  return Math.fround(first + second + (third + fourth));
}

/** Of two sparse vectors, by places rising and in single precision as pgvector does it. `few` is the shorter one by far. */
export function sparseInnerProduct(few: SparseVector, many: SparseVector): number {
  let sum = 0;
  let from = 0;
  for (let index = 0; index < few.places.length && from < many.places.length; index += 1) {
    from = firstAtLeast(many.places, few.places[index]!, from);
    if (many.places[from] !== few.places[index]) continue;
    sum = Math.fround(sum + Math.fround(few.weights[index]! * many.weights[from]!));
  }
  return sum;
}

/** Where the first place that is not below `place` stands, looked for from `low` on; the length where there is none. */
function firstAtLeast(places: Int32Array, place: number, low: number): number {
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (places[middle]! < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
