import type { QueryResponse } from '#contracts';
import type { AnswerDraft } from './answer-draft.js';
import type { Decision } from './decision.js';

/** How a query ended. An escalation outweighs everything: a person has to act on it. */
export function outcomeOf(
  { assistant, route }: Pick<Decision, 'assistant' | 'route'>,
  draft: Pick<AnswerDraft, 'escalation' | 'degraded'>,
): QueryResponse['outcome'] {
  if (draft.escalation) return 'escalated';
  if (draft.degraded.size > 0) return 'degraded';
  // Whatever the router made of it: where the asker chose who answers, it was answered.
  if (assistant) return 'answered';
  return route.method === 'clarify' ? 'clarify' : 'rejected';
}
