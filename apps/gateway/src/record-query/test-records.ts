import type { Ask, Route } from '#contracts';
import { newTraceContext, uuidOfTrace, uuidV7 } from '#kernel';
import type { Call } from '#platform/messaging';
import type { Decision } from '../answer-query/decision.js';
import type { QueryRecord } from './query-record.js';

export const routeTo = (reason: string): Route => ({ method: 'keyword', scores: [], reasons: [reason] });

const priceRoute = routeTo('It says "cost".');

export const recordOf = (query: string, given: Partial<QueryRecord> & { readonly route?: Route } = {}): QueryRecord => {
  const { route = priceRoute, ...rest } = given;
  const ask: Ask = { answerId: uuidV7(), query, asker: 'member', site: 'harbor' };
  const answer = { text: '48 an hour.', category: 'information', priority: 'low', actions: [], escalation: null };
  const decision = { route, assistant: { id: 'booking' }, danger: null, told: null, emergency: null, chosen: null };
  return {
    ask,
    outcome: 'answered',
    decision: { ...decision, offered: [] } as unknown as Decision,
    answer: answer as QueryRecord['answer'],
    sources: [],
    confidence: 0.9,
    assistantVersion: '1.0.0',
    cache: 'L1',
    repeats: 'the-first',
    meant: null,
    degraded: [],
    timings: { total: 1 },
    ...rest,
  };
};

export const call = (id: string): Call => ({ trace: newTraceContext(), principal: { id, kind: 'staff' } }) as Call;

export const answerIdIn = ({ trace }: Call): string => uuidOfTrace(trace.traceId);
