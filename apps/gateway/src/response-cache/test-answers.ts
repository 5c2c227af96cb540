import type { AnswerPart, Manifest } from '#contracts';
import type { Decision } from '../answer-query/decision.js';
import type { CachedAnswer } from './cached-answer.js';

/** For specs of the cache. */
export const booking = { id: 'booking', version: '1.0.0', timeouts: { answerMs: 2_000 } } as Manifest;

export const decided = (more: Partial<Decision> = {}): Decision =>
  ({ assistant: booking, away: null, emergency: null, danger: null, told: null, ...more }) as Decision;

export const answerOf = (text: string, more: Partial<CachedAnswer> = {}): CachedAnswer => ({
  answerId: 'first',
  assistant: 'booking',
  assistantVersion: '1.0.0',
  composer: 'c1',
  knowledge: 'k1',
  composedBy: 'extractive',
  answer: { text, category: 'solution', priority: 'low', actions: [], escalation: null },
  sources: [],
  confidence: 0.9,
  ...more,
});

export type EndPart = Extract<AnswerPart, { type: 'answer-end' }>;

/** A whole answer as an assistant gives it. */
export const partsSaying = (
  text: string,
  end: Partial<EndPart> = {},
  between: readonly AnswerPart[] = [],
): AnswerPart[] => [
  { type: 'answer-start', assistant: 'booking', version: '1.0.0' },
  { type: 'text-delta', text },
  ...between,
  {
    type: 'answer-end',
    category: 'solution',
    priority: 'low',
    confidence: 0.9,
    composedBy: 'extractive',
    degraded: [],
    timings: {},
    knowledge: 'k1',
    composer: 'c1',
    ...end,
  },
];
