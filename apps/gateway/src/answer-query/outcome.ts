import type { QueryResponse, Route } from '#contracts';
import type { AnswerDraft } from './answer-draft.js';

/** How a query ended. An escalation outweighs everything: a person has to act on it. */
export function outcomeOf(
  method: Route['method'],
  draft: Pick<AnswerDraft, 'escalation' | 'degraded'>,
): QueryResponse['outcome'] {
  if (draft.escalation) return 'escalated';
  if (draft.degraded.size > 0) return 'degraded';
  if (method === 'clarify') return 'clarify';
  return method === 'none' ? 'rejected' : 'answered';
}
