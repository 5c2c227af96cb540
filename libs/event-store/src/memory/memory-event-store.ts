import { systemClock, traceOfUuid, type Clock } from '#kernel';
import {
  compareCursors,
  cursorOf,
  type Append,
  type Appended,
  type CallOptions,
  type Cursor,
  type ExpectedVersion,
  type NewEvent,
  type Placed,
  type RecordedEvent,
} from '../event.js';
import {
  VersionConflict,
  type Feed,
  type FeedOptions,
  type LatestOptions,
  type ReadStreamOptions,
  type TransactionalEventStore,
} from '../event-store.js';
import { categoryOf } from '../naming.js';
import { prepareAppends, type Making, type PreparedAppend, type PreparedEvent } from '../prepare.js';

/** What an open transaction of the memory store has recorded so far. */
export interface MemoryTransaction {
  readonly id: number;
  readonly staged: RecordedEvent[];
}

/** The log in memory, for tests of what stands on it. It behaves as the real ones do, and forgets when it ends. */
export class MemoryEventStore implements TransactionalEventStore<MemoryTransaction> {
  private readonly log: RecordedEvent[] = [];
  /** What events mention, as trace ids, by their own. */
  private readonly mentioned = new Map<string, readonly string[]>();
  private transactions = 0;
  private positions = 0;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly making: Making = {}) {}

  private get clock(): Clock {
    return this.making.clock ?? systemClock;
  }

  async append(
    stream: string,
    expected: ExpectedVersion,
    events: readonly NewEvent[],
    options?: CallOptions,
  ): Promise<Appended> {
    const [appended] = await this.appendMany([{ stream, expected, events }], options);
    return appended!;
  }

  async appendMany(appends: readonly Append[], options: CallOptions = {}): Promise<readonly Appended[]> {
    options.deadline?.check('the log');
    const prepared = prepareAppends(appends, this.making);
    return this.inTurn(async () => {
      const repeated = prepared.map((append) => this.recordedBefore(append));
      if (repeated.every((found) => found !== undefined)) return repeated;
      return this.commit((tx) => Promise.resolve(prepared.map((append) => this.stage(tx, append))));
    });
  }

  transaction<T>(work: (tx: MemoryTransaction) => Promise<T>, options: CallOptions = {}): Promise<T> {
    return this.inTurn(() => {
      options.deadline?.check('the log');
      return this.commit(work);
    });
  }

  async appendInTransaction(
    tx: MemoryTransaction,
    stream: string,
    expected: ExpectedVersion,
    events: readonly NewEvent[],
  ): Promise<Appended> {
    const [prepared] = prepareAppends([{ stream, expected, events }], this.making);
    return Promise.resolve(this.stage(tx, prepared!));
  }

  readStream(
    stream: string,
    { from = 1, to = Infinity, newest = Infinity }: ReadStreamOptions = {},
  ): Promise<readonly RecordedEvent[]> {
    const events = this.log.filter(({ stream: name, streamVersion: at }) => name === stream && at >= from && at <= to);
    return Promise.resolve(events.slice(Math.max(0, events.length - newest)));
  }

  readByTrace(traceId: string): Promise<readonly RecordedEvent[]> {
    return Promise.resolve(this.log.filter((event) => event.traceId === traceId || this.mentions(event, traceId)));
  }

  readMentioning(id: string): Promise<readonly RecordedEvent[]> {
    return Promise.resolve(this.log.filter((event) => this.mentions(event, id)));
  }

  readLatest(
    category: string,
    limit: number,
    { members, before }: LatestOptions = {},
  ): Promise<readonly RecordedEvent[]> {
    const isBefore = (event: RecordedEvent): boolean => !before || compareCursors(cursorOf(event), before) < 0;
    const newest = this.log.filter((event) => event.category === category && isBefore(event)).reverse();
    const pick = (data: unknown): unknown =>
      members === undefined
        ? data
        : Object.fromEntries(Object.entries(data as object).filter(([member]) => members.includes(member)));
    return Promise.resolve(newest.slice(0, limit).map((event) => ({ ...event, data: pick(event.data) })));
  }

  readonly feed: Feed = {
    read: (after: Cursor, limit: number, { categories }: FeedOptions = {}) => {
      const events = this.log
        .filter((event) => compareCursors(cursorOf(event), after) > 0)
        .filter((event) => categories?.includes(event.category) ?? true)
        .slice(0, limit);
      const next =
        events.length === limit ? cursorOf(events.at(-1)!) : { transactionId: this.transactions + 1, position: 0 };
      return Promise.resolve({ events, next });
    },
    delay: () => Promise.resolve({ waiting: 0, longestMs: 0 }),
  };

  /** One transaction at a time, so that their ids are in the order of their commits. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  private async commit<T>(work: (tx: MemoryTransaction) => Promise<T>): Promise<T> {
    const tx = { id: ++this.transactions, staged: [] };
    const result = await work(tx);
    this.log.push(...tx.staged);
    return result;
  }

  private stage(tx: MemoryTransaction, { stream, expected, events }: PreparedAppend): Appended {
    const known = [...this.log, ...tx.staged];
    const version = known.filter((event) => event.stream === stream).length;
    if (expected !== 'any' && version !== (expected === 'no-stream' ? 0 : expected)) {
      throw new VersionConflict(stream, expected, version);
    }
    const ids = new Set(events.map(({ id }) => id));
    if (ids.size < events.length || known.some(({ id }) => ids.has(id))) {
      throw new VersionConflict(stream, expected, undefined);
    }
    const recorded = events.map((event, index) => this.record(tx.id, stream, version + index + 1, event));
    tx.staged.push(...recorded);
    return { stream, version: version + events.length, events: recorded.map(placeOf) };
  }

  private mentions({ id }: RecordedEvent, sought: string): boolean {
    return this.mentioned.get(id)?.includes(traceOfUuid(sought)) ?? false;
  }

  private record(
    transactionId: number,
    stream: string,
    streamVersion: number,
    { mentions, ...event }: PreparedEvent,
  ): RecordedEvent {
    if (mentions) this.mentioned.set(event.id, mentions.map(traceOfUuid));
    return {
      ...event,
      stream,
      category: categoryOf(stream),
      streamVersion,
      transactionId,
      position: ++this.positions,
      data: JSON.parse(event.data),
      metadata: JSON.parse(event.metadata) as Record<string, unknown>,
      recordedAt: new Date(this.clock.now()).toISOString(),
    };
  }

  private recordedBefore({ stream, events }: PreparedAppend): Appended | undefined {
    const found = events.map(({ id }) => this.log.find((event) => event.id === id && event.stream === stream));
    if (!found.every((event) => event !== undefined)) return undefined;
    return { stream, version: found.at(-1)!.streamVersion, events: found.map(placeOf) };
  }
}

const placeOf = ({ id, streamVersion, transactionId, position }: RecordedEvent): Placed => ({
  id,
  streamVersion,
  transactionId,
  position,
});
