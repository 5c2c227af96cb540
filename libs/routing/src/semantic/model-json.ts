import { fail } from '#kernel';
import { bytesOf, toBase64 } from '../base64.js';
import type { Trust } from './calibration.js';
import { FeatureSpace, type FeatureShares } from './feature-space.js';
import type { SemanticModel } from './semantic-model.js';
import type { LinearWeights } from './softmax.js';

/** A learned model as plain data; arrays are base64 of little-endian numbers. Made to be kept beside its examples. */
export interface SemanticModelJson {
  readonly format: 2;
  /** Says what the model was learned from; another set of examples or another way of learning has another. */
  readonly fingerprint: string;
  readonly classes: number;
  readonly hashes: string;
  readonly idf: string;
  readonly familiar: string;
  readonly unknownIdf: number;
  readonly shares: FeatureShares;
  readonly weights: string;
  readonly biases: string;
  readonly trust: Trust;
}

export function modelToJson({ parts, trust }: SemanticModel, fingerprint: string): SemanticModelJson {
  const { hashes, idf, familiar, unknownIdf, shares } = parts.space.data;
  return {
    format: 2,
    fingerprint,
    classes: parts.weights.classes,
    hashes: toBase64(hashes),
    idf: toBase64(idf),
    familiar: toBase64(familiar),
    unknownIdf,
    shares,
    weights: toBase64(parts.weights.weights),
    biases: toBase64(parts.weights.biases),
    trust,
  };
}

const numbersOf = ({ temperature, vote }: Trust): number[] => [temperature > 0 ? temperature : Number.NaN, vote];

/** One number that is none would make every probability none. */
const areFinite = (...arrays: readonly Float32Array[]): boolean =>
  arrays.every((array) => array.every(Number.isFinite));

/**
 * What was learned, without the examples, which whoever takes it up still has.
 * @throws FailureError `invalid-request` when it was learned from something else, or does not fit together
 */
export function readModelJson(
  json: SemanticModelJson,
  fingerprint: string,
): { space: FeatureSpace; weights: LinearWeights } {
  if (json.format !== 2 || json.fingerprint !== fingerprint) {
    throw fail('invalid-request', 'The kept router model was learned from other examples.');
  }
  const { classes, unknownIdf, shares } = json;
  const hashes = new Uint32Array(bytesOf(json.hashes));
  const idf = new Float32Array(bytesOf(json.idf));
  const familiar = new Uint8Array(bytesOf(json.familiar));
  const weights = new Float32Array(bytesOf(json.weights));
  const biases = new Float32Array(bytesOf(json.biases));
  const features = hashes.length;
  const fits = [idf, familiar].every(({ length }) => length === features);
  const isSound =
    [unknownIdf, ...shares, ...numbersOf(json.trust)].every(Number.isFinite) && areFinite(idf, weights, biases);
  if (!fits || !isSound || weights.length !== features * classes || biases.length !== classes) {
    throw fail('invalid-request', 'The kept router model is damaged.');
  }
  return {
    space: new FeatureSpace({ hashes, idf, familiar, unknownIdf, shares }),
    weights: { classes, weights, biases },
  };
}
