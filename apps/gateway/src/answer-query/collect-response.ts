import type { Action, Escalation, QueryResponse, QueryStreamPart, Source } from '#contracts';
import { fail } from '#kernel';

/** The one JSON body that a stream of parts adds up to. */
export async function collectResponse(parts: AsyncIterable<QueryStreamPart>): Promise<QueryResponse> {
  let start: Extract<QueryStreamPart, { type: 'answer-start' }> | undefined;
  let text = '';
  const sources: Source[] = [];
  const actions: Action[] = [];
  let escalation: Escalation | null = null;
  for await (const part of parts) {
    if (part.type === 'answer-start') start = part;
    else if (part.type === 'text-delta') text += part.text;
    else if (part.type === 'source-add') sources.push(part.source);
    else if (part.type === 'action-add') actions.push(part.action);
    else if (part.type === 'escalation-raise') escalation = part.escalation;
    else if (start) {
      const { category, priority, outcome, confidence, cache, degraded, timings } = part;
      const { answerId, traceId, assistant, route, emergency } = start;
      const answer = { text, category, priority, actions, escalation };
      const about = { answerId, traceId, outcome, assistant, route, emergency };
      return { ...about, answer, sources, confidence, cache, degraded, timings };
    }
  }
  throw fail(
    'internal',
    'Something broke on our side. The trace id finds what happened.',
    'a query stream without its end',
  );
}
