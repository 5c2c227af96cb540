import { z } from 'zod';
import {
  answersRepeatedSchema,
  integrationEvents,
  repeatedQueries,
  type QueryAnswered,
  type RepeatedQuery,
} from '#contracts';
import { traceOfUuid } from '#kernel';
import { streamOf, type CallOptions, type EventStore, type RecordedEvent } from '#event-store';

/** What is recorded of one query, wherever it stands. */
export interface AnswerRecord {
  /** A uuid: of the event that tells of it alone, or its answer's. */
  readonly id: string;
  readonly traceId: string;
  readonly actor: string;
  readonly correlationId: string | null;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** As it was recorded: check it against the schema, for records of before may have less. */
  readonly data: unknown;
}

const { category: alone } = integrationEvents['query-answered'];
const { category: together } = integrationEvents['answers-repeated'];

/** Where the record of a query stands that was not answered from the cache. */
export const queryStream = (answerId: string): string => streamOf(alone, answerId);

/** Members of the data that each query has of its own. */
const own = new Set(['answerId', 'query', 'site', 'asker', 'conversationId', 'timings']);

/** How many events of repeated answers are read at first; there may be one query in each of them, or a hundred. */
const fewEvents = 500;

/** What queries left in the log: each an event of its own, or a part of one where it was answered from the cache. */
export class AnswerRecords {
  constructor(
    private readonly events: Pick<EventStore, 'readStream' | 'readMentioning' | 'readByTrace' | 'readLatest'>,
  ) {}

  async find(answerId: string, options: CallOptions = {}): Promise<AnswerRecord | undefined> {
    const [event] = await this.events.readStream(queryStream(answerId), options);
    if (event) return recordOf(event);
    const mentioning = await this.events.readMentioning(answerId, options);
    return mentioning.flatMap(repeatsIn).find(({ data }) => data.answerId === answerId);
  }

  /** Everything under a trace. Of an event that tells of several queries, only those of this trace, as events of their own. */
  async trace(traceId: string, options: CallOptions = {}): Promise<readonly RecordedEvent[]> {
    const events = await this.events.readByTrace(traceId, options);
    return events.flatMap((event) =>
      event.category === together && event.traceId !== traceId
        ? repeatsIn(event)
            .filter((record) => record.traceId === traceId)
            .map((record) => asEvent(record, event))
        : [event],
    );
  }

  /** The newest queries, the newest first, at most `limit`, with these members of their data. */
  async latest(limit: number, members: readonly string[], options: CallOptions = {}): Promise<AnswerRecord[]> {
    const events = await this.events.readLatest(alone, limit, { ...options, members });
    const repeats = await this.latestRepeats(limit, members, options);
    const all = [...events.map(recordOf), ...repeats];
    return all.sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0)).slice(0, limit);
  }

  private async latestRepeats(
    limit: number,
    members: readonly string[],
    options: CallOptions,
  ): Promise<AnswerRecord[]> {
    const parts = members.every((member) => own.has(member)) ? ['asked'] : ['given', 'asked'];
    const read = (most: number) => this.events.readLatest(together, most, { ...options, members: parts });
    const most = Math.min(limit, fewEvents);
    const first = await read(most);
    const records = first.flatMap(partsIn);
    if (first.length < most || records.length >= limit) return records.slice(0, limit);
    return (await read(limit)).flatMap(partsIn).slice(0, limit);
  }
}

const recordOf = ({ id, traceId, actor, correlationId, occurredAt, data }: RecordedEvent): AnswerRecord => ({
  id,
  traceId,
  actor,
  correlationId,
  at: occurredAt,
  data,
});

type RepeatRecord = AnswerRecord & { readonly data: QueryAnswered };

const repeatRecord = ({ actor, at, data }: RepeatedQuery): RepeatRecord => ({
  id: data.answerId,
  traceId: traceOfUuid(data.answerId),
  actor,
  correlationId: data.conversationId,
  at,
  data,
});

function repeatsIn({ data }: RecordedEvent): RepeatRecord[] {
  const read = answersRepeatedSchema.safeParse(data);
  return read.success ? repeatedQueries(read.data).map(repeatRecord) : [];
}

const partsSchema = z.object({
  given: z.array(z.record(z.string(), z.unknown())).optional(),
  asked: z.array(z.looseObject({ given: z.number(), answerId: z.string(), actor: z.string(), at: z.string() })),
});

/** The same of an event of which only some members were read, the newest first. */
function partsIn({ data }: RecordedEvent): AnswerRecord[] {
  const read = partsSchema.safeParse(data);
  if (!read.success) return [];
  const { given = [], asked } = read.data;
  return asked.toReversed().map(({ given: which, actor, at, ...rest }) => ({
    id: rest.answerId,
    traceId: traceOfUuid(rest.answerId),
    actor,
    correlationId: null,
    at,
    data: { ...given[which], ...rest },
  }));
}

/** It has the place of the event that it stands in. */
function asEvent({ id, traceId, actor, correlationId, at, data }: RepeatRecord, event: RecordedEvent): RecordedEvent {
  const type = 'query-answered';
  const { version } = integrationEvents[type];
  const about = { id, traceId, actor, correlationId, type, version, data, occurredAt: at };
  return { ...event, stream: queryStream(data.answerId), category: alone, streamVersion: 1, ...about };
}
