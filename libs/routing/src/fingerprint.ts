import { concepts } from './concepts/index.js';
import { learning } from './semantic/learn-semantic-model.js';
import { fnv1a } from './text/hash.js';
import type { Examples } from './training-set.js';

/** Changes when features are made in another way; the concepts speak for themselves. */
const featureVersion = 3;

/** Says what a model was learned from, and how. */
export function fingerprintOf({ texts, labels, assistants }: Examples): string {
  const learnedFrom = JSON.stringify([featureVersion, concepts, learning, assistants, texts, [...labels]]);
  const half = (seed: number): string => fnv1a(learnedFrom, seed).toString(16).padStart(8, '0');
  return half(0x811c9dc5) + half(0x01234567);
}
