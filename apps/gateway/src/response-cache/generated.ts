import type { AnswerPart } from '#contracts';
import { AnswerDraft } from '../answer-query/answer-draft.js';
import type { CachedAnswer } from './cached-answer.js';

/** An answer as an assistant has just given it. */
export interface Generated {
  readonly answerId: string;
  readonly parts: readonly AnswerPart[];
}

/**
 * What is kept of an answer, or null where it must not be: it is not whole, something was not available, a person has to
 * take over, or nobody can say what it was made from and by.
 */
export function keptOf({ answerId, parts }: Generated): CachedAnswer | null {
  const [start, end] = [parts[0], parts.at(-1)];
  if (start?.type !== 'answer-start' || end?.type !== 'answer-end') return null;
  const { knowledge, composer, composedBy, confidence } = end;
  if (knowledge === undefined || composer === undefined) return null;
  const draft = new AnswerDraft();
  for (const part of parts) draft.add(part);
  const answer = draft.body();
  if (draft.degraded.size > 0 || answer.escalation !== null || answer.category === 'escalation') return null;
  const { assistant, version: assistantVersion } = start;
  const made = { assistant, assistantVersion, composer, knowledge, composedBy };
  return { answerId, ...made, answer, sources: draft.sources, confidence };
}
