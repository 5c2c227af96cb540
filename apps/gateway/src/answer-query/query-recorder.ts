import {
  integrationEvents,
  type AnswerBody,
  type AssistantChosen,
  type Ask,
  type EmergencyRaised,
  type IntegrationEventType,
  type QueryAnswered,
  type QueryResponse,
  type Source,
} from '#contracts';
import { streamOf, type GroupCommit, type NewEvent } from '#event-store';
import type { Call } from '#platform/messaging';
import type { Decision } from './decision.js';
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
  readonly cache: QueryAnswered['cache'];
  /** The answer it repeats; null where it was made for this query. */
  readonly repeats: string | null;
  /** What it was answered as, by an alias; null where it was answered as itself. */
  readonly meant: string | null;
  readonly degraded: readonly string[];
  readonly timings: Readonly<Record<string, number>>;
}

/** Where the record of an answer stands. */
export const queryStream = (answerId: string): string => streamOf('query', answerId);

/** Writes the one event that a query leaves, and for an emergency the one that it raises. */
export class QueryRecorder {
  constructor(private readonly commits: Pick<GroupCommit, 'appendOrSpool'>) {}

  /** @returns whether the record is committed; when it is not, it waits in memory for the database */
  async record(record: QueryRecord, { trace, principal }: Call): Promise<boolean> {
    const { ask, decision } = record;
    const about = {
      actor: principal.id,
      traceId: trace.traceId,
      ...(ask.conversationId ? { correlationId: ask.conversationId } : {}),
    };
    const keep = (stream: string, type: IntegrationEventType, data: unknown) =>
      this.keep(stream, { ...about, ...typed(type, data) });
    const picked = pickedOf(record);
    const kept = await Promise.all([
      keep(queryStream(ask.answerId), 'query-answered', answered(record)),
      ...(decision.emergency === null
        ? []
        : [keep(streamOf('emergency', ask.answerId), 'emergency-raised', raised(record))]),
      ...(picked === null ? [] : [keep(streamOf('choice', ask.answerId), 'assistant-chosen', picked)]),
    ]);
    return kept.every((recorded) => recorded);
  }

  private async keep(stream: string, event: NewEvent): Promise<boolean> {
    const { kept } = await this.commits.appendOrSpool(stream, 'no-stream', [event]);
    return kept === 'recorded';
  }
}

const typed = (type: IntegrationEventType, data: unknown): Pick<NewEvent, 'type' | 'version' | 'data'> => ({
  type,
  version: integrationEvents[type].version,
  data,
});

function emergencyOf({ danger, told, emergency }: Decision): QueryAnswered['emergency'] {
  if (danger === null && told === null) return null;
  const { certainty = 'none', likelihood = null } = danger ?? {};
  return { certainty, kind: danger?.kind ?? emergency, likelihood, told };
}

const answered = ({ ask, decision, sources, degraded, timings, ...record }: QueryRecord): QueryAnswered => ({
  ...record,
  answerId: ask.answerId,
  query: redact(ask.query),
  site: ask.site ?? null,
  asker: ask.asker,
  conversationId: ask.conversationId ?? null,
  assistant: decision.assistant?.id ?? null,
  chosen: decision.chosen,
  sources: [...sources],
  // A reason may hold words of the query.
  route: { ...decision.route, reasons: decision.route.reasons.map(redact) },
  emergency: emergencyOf(decision),
  degraded: [...degraded],
  timings: { ...timings },
});

/** The choice of somebody who was asked back, among what was offered, and not of somebody who may be in danger. */
function pickedOf({ ask, decision }: QueryRecord): AssistantChosen | null {
  const { chosen, offered, danger, told } = decision;
  if (chosen === null || !offered.includes(chosen) || danger !== null || told !== null) return null;
  const { answerId, asker } = ask;
  return { answerId, query: redact(ask.query), asker, assistant: chosen, offered: [...offered] };
}

const raised = ({ ask, assistantVersion }: QueryRecord): EmergencyRaised => ({
  answerId: ask.answerId,
  query: redact(ask.query),
  site: ask.site ?? null,
  answeredBy: assistantVersion === null ? 'card' : 'assistant',
});
