import { fail } from '#kernel';
import { bytesOf, toBase64 } from '../base64.js';
import { dangerPlaces } from './danger-features.js';
import { DangerModel, inputCount } from './danger-model.js';
import type { DangerThresholds } from './danger-thresholds.js';

/** A learned detector as plain data. */
export interface DangerModelJson {
  /** Little-endian 32-bit numbers in base64: the places that have a weight, and the weights. */
  readonly places: string;
  readonly weights: string;
  readonly bias: number;
  readonly scale: readonly number[];
  readonly thresholds: DangerThresholds;
}

export function dangerToJson({ parts: { weights, bias, scale, thresholds } }: DangerModel): DangerModelJson {
  const places = Uint32Array.from(weights.keys()).filter((place) => weights[place] !== 0);
  const kept = Float32Array.from(places, (place) => weights[place]!);
  return { places: toBase64(places), weights: toBase64(kept), bias, scale, thresholds };
}

/** @throws FailureError `invalid-request` when its parts do not fit together */
export function readDangerJson({ bias, scale, thresholds, ...json }: DangerModelJson): DangerModel {
  const places = new Uint32Array(bytesOf(json.places));
  const kept = new Float32Array(bytesOf(json.weights));
  if (
    places.length !== kept.length ||
    places.some((place) => place >= dangerPlaces) ||
    scale.length !== inputCount + 1 ||
    ![bias, ...scale, thresholds.certain, thresholds.suspected].every(Number.isFinite) ||
    !kept.every(Number.isFinite)
  ) {
    throw fail('invalid-request', 'The kept emergency detector is damaged.');
  }
  const weights = new Float32Array(dangerPlaces);
  for (const [at, place] of places.entries()) weights[place] = kept[at]!;
  return new DangerModel({ weights, bias, scale, thresholds });
}
