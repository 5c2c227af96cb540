/** Scales to length 1, in place; a vector of zeros stays one. */
export function normalize(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (sum === 0) return vector;
  const length = Math.sqrt(sum);
  for (let index = 0; index < vector.length; index += 1) vector[index]! /= length;
  return vector;
}

/**
 * The direction several vectors have in common, of length 1.
 * @throws RangeError when there is none to take the mean of
 */
export function meanDirection(vectors: readonly Float32Array[]): Float32Array {
  if (vectors.length === 0) throw new RangeError('The mean of no vectors.');
  const mean = new Float32Array(vectors[0]!.length);
  for (const vector of vectors) for (let index = 0; index < mean.length; index += 1) mean[index]! += vector[index]!;
  return normalize(mean);
}
