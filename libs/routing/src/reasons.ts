import type { EmergencyJudgement } from './emergency/judge-emergency.js';
import type { RouterOptions } from './router-options.js';

/** What is told of a judgement to whoever sees where it led. */
export const withoutCertainty = ({
  kind,
  evidence,
  likelihood,
}: EmergencyJudgement): Omit<EmergencyJudgement, 'certainty'> => ({
  kind,
  evidence,
  likelihood,
});

/** Why it may be an emergency, in a sentence. */
export function reasonOf({ certainty, kind, evidence, likelihood }: EmergencyJudgement): string {
  const what = evidence === null ? 'The message as a whole' : `"${evidence}"`;
  return `${what} ${certainty === 'certain' ? 'tells' : 'may tell'} of an emergency: ${kind} (likelihood ${likelihood.toFixed(2)}).`;
}

export const quoted = (phrases: readonly string[]): string => phrases.map((phrase) => `"${phrase}"`).join(', ');

export const unknownReason = (known: number, { leastKnown }: RouterOptions): string[] =>
  known < leastKnown ? ['Hardly any of its words are known.'] : [];
