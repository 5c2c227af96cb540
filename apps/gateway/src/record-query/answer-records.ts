import { z } from 'zod';
import {
  answersRepeatedSchema,
  integrationEvents,
  queryAnsweredSchema,
  repeatedQueries,
  type AnswerWords,
  type QueryAnsweredBefore,
  type RepeatedQuery,
} from '#contracts';
import { fail, traceOfUuid } from '#kernel';
import { cursorOf, streamOf, type CallOptions, type Cursor, type EventStore, type RecordedEvent } from '#event-store';

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

const { answer, sources, route } = queryAnsweredSchema.shape;
const wordsSchema = z.object({ answer, sources, route });
const inWords = new Set(Object.keys(wordsSchema.shape));

/** How many records are looked for at a time, where their words are wanted. */
const atATime = 20;
/** How many events of repeated answers are read at a time; there may be one query in each of them, or a hundred. */
const someEvents = 100;

/** What queries left in the log: each an event of its own, or a part of one where it was answered from the cache. */
export class AnswerRecords {
  constructor(
    private readonly events: Pick<EventStore, 'readStream' | 'readMentioning' | 'readByTrace' | 'readLatest'>,
  ) {}

  /** @throws FailureError `unavailable` while the database is away, `internal` where the log lacks what a record refers to */
  async find(answerId: string, options: CallOptions = {}): Promise<AnswerRecord | undefined> {
    const found = await this.written(answerId, options);
    return found && this.whole(found, options);
  }

  /** Everything under a trace. Of an event that tells of several queries, only those of this trace, as events of their own. */
  async trace(traceId: string, options: CallOptions = {}): Promise<readonly RecordedEvent[]> {
    const events = await this.events.readByTrace(traceId, options);
    const ofTrace = events.map(async (event) => {
      if (event.category !== together || event.traceId === traceId) return [event];
      const repeats = repeatsIn(event).filter((record) => record.traceId === traceId);
      return Promise.all(repeats.map(async (repeat) => asEvent(await this.whole(repeat, options), event)));
    });
    return (await Promise.all(ofTrace)).flat();
  }

  /** The newest queries, the newest first, at most `limit`, with these members of their data. */
  async latest(limit: number, members: readonly string[], options: CallOptions = {}): Promise<AnswerRecord[]> {
    const events = await this.events.readLatest(alone, limit, { ...options, members });
    const repeats = await this.latestRepeats(limit, members, options);
    const all = [...events.map(recordOf), ...repeats];
    const newest = all.sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0)).slice(0, limit);
    return members.some((member) => inWords.has(member)) ? this.allWhole(newest, options) : newest;
  }

  private async latestRepeats(
    limit: number,
    members: readonly string[],
    options: CallOptions,
  ): Promise<AnswerRecord[]> {
    const parts = members.every((member) => own.has(member)) ? ['asked'] : ['given', 'asked'];
    const records: AnswerRecord[] = [];
    let before: Cursor | undefined;
    do {
      const place = before ? { before } : {};
      const most = Math.min(someEvents, limit - records.length);
      const events = await this.events.readLatest(together, most, { ...options, members: parts, ...place });
      records.push(...events.flatMap(partsIn));
      before = events.length < most ? undefined : cursorOf(events.at(-1)!);
    } while (before && records.length < limit);
    return records.slice(0, limit);
  }

  /** As it was written down, without words that stand elsewhere. */
  private async written(answerId: string, options: CallOptions): Promise<AnswerRecord | undefined> {
    const [event] = await this.events.readStream(queryStream(answerId), options);
    if (event) return recordOf(event);
    const mentioning = await this.events.readMentioning(answerId, options);
    return mentioning.flatMap(repeatsIn).find(({ id }) => id === answerId);
  }

  /** With the words of an answer that was given before. */
  private async whole<T extends AnswerRecord>(record: T, options: CallOptions): Promise<T> {
    const elsewhere = wordsOf(record);
    return elsewhere === undefined ? record : withWords(record, await this.words(elsewhere, options));
  }

  private async allWhole(records: readonly AnswerRecord[], options: CallOptions): Promise<AnswerRecord[]> {
    const known = new Map<string, AnswerWords>();
    const ids = [...new Set(records.flatMap((record) => wordsOf(record) ?? []))];
    while (ids.length > 0) {
      const some = ids.splice(0, atATime);
      const words = await Promise.all(some.map((id) => this.words(id, options)));
      some.forEach((id, at) => known.set(id, words[at]!));
    }
    return records.map((record) => {
      const words = known.get(wordsOf(record) ?? '');
      return words ? withWords(record, words) : record;
    });
  }

  private async words(answerId: string, options: CallOptions): Promise<AnswerWords> {
    const record = await this.written(answerId, options);
    const { data } = wordsSchema.safeParse(record?.data);
    if (!data) throw fail('internal', 'What this record refers to is not in the log.', `The words of ${answerId}`);
    return data;
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

const referringSchema = z.object({ wordsOf: z.string() });

/** Under which query its words stand; undefined where it has them itself. */
const wordsOf = ({ data }: AnswerRecord): string | undefined => referringSchema.safeParse(data).data?.wordsOf;

function withWords<T extends AnswerRecord>(record: T, words: AnswerWords): T {
  const data: Partial<QueryAnsweredBefore> = { ...(record.data as QueryAnsweredBefore), ...words };
  delete data.wordsOf;
  return { ...record, data };
}

type RepeatRecord = AnswerRecord & { readonly data: RepeatedQuery['data'] };

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
