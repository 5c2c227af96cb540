import { integrationEvents, type AssistantChosen, type EmergencyRaised, type IntegrationEventType } from '#contracts';
import { streamOf, type GroupCommit, type NewEvent } from '#event-store';
import { systemClock, uuidV7, type Clock } from '#kernel';
import type { Call } from '#platform/messaging';
import { redact } from '../answer-query/redact.js';
import { queryStream } from './answer-records.js';
import { askedIn, givenIn, type QueryRecord } from './query-record.js';
import type { RecentRecords } from './recent-records.js';
import { RecordedWords } from './recorded-words.js';
import { RepeatedAnswers } from './repeated-answers.js';

/** Writes what a query leaves: its one event or its part of one, and for an emergency the one that it raises. */
export class QueryRecorder {
  private readonly words: RecordedWords;
  private readonly repeats: RepeatedAnswers;

  constructor(
    private readonly commits: Pick<GroupCommit, 'appendOrSpool'>,
    private readonly clock: Clock = systemClock,
    /** Hears of each query whose record is committed. */
    private readonly recent?: Pick<RecentRecords, 'add'>,
  ) {
    this.words = new RecordedWords(clock);
    this.repeats = new RepeatedAnswers(commits, this.words);
  }

  /** Queries whose record found no room to wait in, since the start, beside those that the commits count. */
  get dropped(): number {
    return this.repeats.dropped;
  }

  /** @returns whether the record is committed; when it is not, it waits in memory for the database */
  async record(record: QueryRecord, call: Call): Promise<boolean> {
    const { ask, decision, cache } = record;
    const { trace, principal } = call;
    const picked = pickedOf(record);
    const repeated = cache !== null && picked === null && decision.emergency === null;
    const at = new Date(this.clock.now()).toISOString();
    const own = { id: repeated ? ask.answerId : uuidV7(this.clock), occurredAt: at };
    const recorded = repeated
      ? await this.repeats.record(record, call, at)
      : await this.alone(record, call, picked, own);
    const correlationId = ask.conversationId ?? null;
    if (recorded)
      this.recent?.add({ id: own.id, actor: principal.id, traceId: trace.traceId, correlationId, at, record });
    return recorded;
  }

  private async alone(
    record: QueryRecord,
    { trace, principal }: Call,
    picked: AssistantChosen | null,
    own: Pick<NewEvent, 'id' | 'occurredAt'>,
  ): Promise<boolean> {
    const { ask, decision } = record;
    const about = {
      actor: principal.id,
      traceId: trace.traceId,
      ...(ask.conversationId ? { correlationId: ask.conversationId } : {}),
    };
    const keep = (stream: string, type: IntegrationEventType, data: unknown, rest: Partial<NewEvent> = {}) =>
      this.keep(stream, { ...about, ...rest, ...typed(type, data) });
    const kept = await Promise.all([
      keep(queryStream(ask.answerId), 'query-answered', { ...givenIn(record), ...askedIn(record) }, own),
      ...(decision.emergency === null
        ? []
        : [keep(streamOf('emergency', ask.answerId), 'emergency-raised', raised(record))]),
      ...(picked === null ? [] : [keep(streamOf('choice', ask.answerId), 'assistant-chosen', picked)]),
    ]);
    if (!kept[0]) this.words.forget();
    // Nothing else is ever given again.
    else if (record.outcome === 'answered')
      this.words.add(decision.route, record.repeats ?? ask.answerId, ask.answerId);
    return kept.every((recorded) => recorded);
  }

  private async keep(stream: string, event: NewEvent): Promise<boolean> {
    const { kept } = await this.commits.appendOrSpool({ stream, expected: 'no-stream', events: [event] });
    return kept === 'recorded';
  }
}

const typed = (type: IntegrationEventType, data: unknown): Pick<NewEvent, 'type' | 'version' | 'data'> => ({
  type,
  version: integrationEvents[type].version,
  data,
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
