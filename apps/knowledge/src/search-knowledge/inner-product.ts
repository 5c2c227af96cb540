import type { SparseVector } from '../storage/vector-codec.js';

/** Of two vectors of one length, added up in single precision as pgvector does it. */
export function innerProduct(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) sum = Math.fround(sum + Math.fround(one[index]! * other[index]!));
  return sum;
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
