import type { AnswerBody, Ask, EmergencyRaised, QueryAnswered, QueryResponse, Source } from '#contracts';
import type { GroupCommit, NewEvent } from '#event-store';
import { FailureError } from '#kernel';
import type { Logger } from '#platform/logging';
import type { Call } from '#platform/messaging';
import type { Decision } from './answer-query.js';
import { redact } from './redact.js';

/** Everything about one query, as it is known when its answer is complete. */
export interface QueryRecord {
  readonly ask: Ask;
  readonly outcome: QueryResponse['outcome'];
  readonly decision: Decision;
  readonly answer: AnswerBody;
  readonly sources: readonly Source[];
  readonly confidence: number;
  readonly assistantVersion: string | null;
  readonly degraded: readonly string[];
  readonly timings: Record<string, number>;
}
