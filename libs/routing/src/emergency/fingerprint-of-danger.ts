import { fnv1a } from '../text/hash.js';
import type { RoutableManifest } from '../training-set.js';
import { dangerCosts } from './danger-thresholds.js';
import type { EmergencyExamples } from './emergency-examples.js';
import { calm, written } from './guards/calm.js';
import { figures } from './guards/figures.js';
import { dangerLearning } from './learn-danger.js';
import { emergencyPhrases } from './phrases/index.js';

/** Raised when a message is read, or a finding is fitted, in another way; the numbers of both speak for themselves. */
const dangerVersion = 2;

/** Says what a detector was learned from beside the examples, and how; whose questions are ordinary is a part of it. */
export function fingerprintOfDanger(
  { emergencies, traps }: EmergencyExamples,
  manifests: readonly Pick<RoutableManifest, 'id' | 'emergency'>[],
): string {
  const acute = manifests.filter(({ emergency }) => emergency === true).map(({ id }) => id);
  const phrases = [emergencyPhrases, calm, written, figures];
  const learnedFrom = JSON.stringify([dangerVersion, dangerLearning, dangerCosts, phrases, acute, emergencies, traps]);
  const half = (seed: number): string => fnv1a(learnedFrom, seed).toString(16).padStart(8, '0');
  return half(0x811c9dc5) + half(0x01234567);
}
