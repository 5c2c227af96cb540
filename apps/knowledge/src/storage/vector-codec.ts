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

/** What a sparse vector holds beside zeros: places from 0, rising, each with its weight. */
export interface SparseVector {
  readonly places: Int32Array;
  readonly weights: Float32Array;
}

/** As the database would hold it: each term at its place, in single precision. */
export function sparseOf(weights: ReadonlyMap<string, number>): SparseVector {
  const entries = inOrder(weights);
  return {
    places: Int32Array.from(entries, ([place]) => place),
    weights: Float32Array.from(entries, ([, weight]) => weight),
  };
}

/** `sparsevec` in binary: width, count, a spare word, the places from 0, then the weights. */
export function sparseBytes(terms: ReadonlyMap<string, number>): Buffer {
  const { places, weights } = sparseOf(terms);
  const bytes = Buffer.alloc(12 + 8 * places.length);
  bytes.writeInt32BE(termDimensions, 0);
  bytes.writeInt32BE(places.length, 4);
  places.forEach((place, index) => bytes.writeInt32BE(place, 12 + 4 * index));
  weights.forEach((weight, index) => bytes.writeFloatBE(weight, 12 + 4 * (places.length + index)));
  return bytes;
}

const viewOf = ({ buffer, byteOffset, byteLength }: Buffer): DataView => new DataView(buffer, byteOffset, byteLength);

function readFloats(view: DataView, from: number, count: number): Float32Array {
  const floats = new Float32Array(count);
  for (let index = 0; index < count; index += 1) floats[index] = view.getFloat32(from + 4 * index);
  return floats;
}

/** A `vector` that the server sent in binary. */
export function readVector(bytes: Buffer): Float32Array {
  const view = viewOf(bytes);
  return readFloats(view, 4, view.getInt16(0));
}

/** A `sparsevec` that the server sent in binary. */
export function readSparse(bytes: Buffer): SparseVector {
  const view = viewOf(bytes);
  const places = new Int32Array(view.getInt32(4));
  for (let index = 0; index < places.length; index += 1) places[index] = view.getInt32(12 + 4 * index);
  return { places, weights: readFloats(view, 12 + 4 * places.length, places.length) };
}
