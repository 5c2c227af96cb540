import type { Said } from '../text/said.js';
import type { DangerModel } from './danger-model.js';
import { weighPhrases, type PhraseEvidence } from './detect-emergency.js';
import type { EmergencyKind } from './emergency-kinds.js';
import { kindOfDanger } from './kind-of-danger.js';

/** What a message says of danger. */
export interface EmergencyJudgement {
  /** `certain` goes to the emergency assistant before anything else; `suspected` is answered, and asked about. */
  readonly certainty: 'certain' | 'suspected';
  readonly kind: EmergencyKind;
  /** The words that said so; null where no phrase did and the message as a whole reads so. */
  readonly evidence: string | null;
  /** 0 to 1: how likely it is one, as measured on messages that the detector had not seen. */
  readonly likelihood: number;
}

/** How often a phrase is right alone: it finds 751 of 1,420 written emergencies and 243 of 2,120 traps. */
export const phraseAlone = 0.76;

/** What a message says of danger by itself, whoever it is meant for. */
export interface DangerEvidence {
  readonly phrases: PhraseEvidence;
  /** Of the learned detector; 0 where there is none. */
  readonly score: number;
}

export const weighDanger = (said: Said, danger: DangerModel | null): DangerEvidence => ({
  phrases: weighPhrases(said),
  score: danger?.score(said) ?? 0,
});

/** From here on a guard no longer makes it a question: it is weighed in the likelihood already. */
const beyondDoubt = 0.97;

/**
 * Both layers together. What a phrase found is never dropped: where the learned detector does not agree, the asker is
 * asked. What only the detector found beside a guard is asked about as well, unless it is beyond doubt. Without a detector
 * a phrase is enough.
 * @param meant log-odds that the emergency assistant is meant, as the router judges it
 * @param said the message, for what kind of emergency it is
 */
export function judgeDanger(
  { phrases, score }: DangerEvidence,
  danger: DangerModel | null,
  meant: number,
  said: Said,
): EmergencyJudgement | null {
  const { finding, guarded } = phrases;
  const { detected, evidence } = finding;
  if (danger === null) {
    if (!detected) return null;
    return { certainty: 'certain', kind: kindOfDanger(said, finding), evidence, likelihood: phraseAlone };
  }
  const likelihood = danger.likelihoodOf(score, phrases, meant);
  const { certain, suspected } = danger.parts.thresholds;
  if (!detected && likelihood < suspected) return null;
  const kind = kindOfDanger(said, finding);
  const sure = likelihood >= certain && (detected || !guarded || likelihood >= beyondDoubt);
  return { certainty: sure ? 'certain' : 'suspected', kind, evidence, likelihood };
}

/** The same of a message at once. */
export const judgeEmergency = (said: Said, danger: DangerModel | null, meant = 0): EmergencyJudgement | null =>
  judgeDanger(weighDanger(said, danger), danger, meant, said);
