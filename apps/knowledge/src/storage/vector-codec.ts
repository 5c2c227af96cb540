import { hash32 } from '#ai';

/** The width of a sparse vector of terms. Each term has its place by hash: a question's 15 terms meet a wrong one of 300 once in 3,700 texts. */
export const termDimensions = 16_777_216;

/** The place of a term, from 0. */
export const placeOf = (term: string): number => hash32(term) % termDimensions;

function inOrder(weights: ReadonlyMap<string, number>): [place: number, weight: number][] {
  const byPlace = new Map<number, number>();
  for (const [term, weight] of weights) {
    const place = placeOf(term);
    byPlace.set(place, (byPlace.get(place) ?? 0) + weight);
  }
  return [...byPlace].filter(([, weight]) => Math.fround(weight) !== 0).sort(([a], [b]) => a - b);
}

/** `vector` as text. */
export const vectorText = (vector: Float32Array): string => `[${vector.join(',')}]`;

/** `sparsevec` as text; places count from 1 there. */
export const sparseText = (weights: ReadonlyMap<string, number>): string =>
  `{${inOrder(weights)
    .map(([place, weight]) => `${place + 1}:${Math.fround(weight)}`)
    .join(',')}}/${termDimensions}`;

/** `vector` as PostgreSQL takes it in binary, which spares the server reading hundreds of decimal numbers. */
export function vectorBytes(vector: Float32Array): Buffer {
  const bytes = Buffer.alloc(4 + 4 * vector.length);
  bytes.writeInt16BE(vector.length, 0);
  vector.forEach((value, index) => bytes.writeFloatBE(value, 4 + 4 * index));
  return bytes;
}

/** `sparsevec` in binary: width, count, a spare word, the places from 0, then the weights. */
export function sparseBytes(weights: ReadonlyMap<string, number>): Buffer {
  const entries = inOrder(weights);
  const bytes = Buffer.alloc(12 + 8 * entries.length);
  bytes.writeInt32BE(termDimensions, 0);
  bytes.writeInt32BE(entries.length, 4);
  entries.forEach(([place, weight], index) => {
    bytes.writeInt32BE(place, 12 + 4 * index);
    bytes.writeFloatBE(weight, 12 + 4 * (entries.length + index));
  });
  return bytes;
}
