import type { Database, Transaction } from '#platform/database';
import {
  cursorOf,
  type Append,
  type Appended,
  type CallOptions,
  type Cursor,
  type ExpectedVersion,
  type NewEvent,
  type RecordedEvent,
} from '../event.js';
import {
  VersionConflict,
  type LatestOptions,
  type ReadStreamOptions,
  type TransactionalEventStore,
} from '../event-store.js';
import { prepareAppends, type Making, type PreparedAppend } from '../prepare.js';
import { callAppend, toPlaced, translateRefusal, type AppendedRow } from './append-sql.js';
import { PostgresFeed } from './postgres-feed.js';
import { columnsWith, ofCategory, recordedColumns, toRecordedEvent, type EventRow } from './rows.js';

/** Events that one statement reads: a server with a single session has nobody else served meanwhile, 15 to 30 ms for these. */
const mostAtOnce = 250;
/** The highest xid8 and the highest bigint. */
const afterEverything = ['18446744073709551615', '9223372036854775807'];

/** The log in PostgreSQL, in the schema that `logMigrations` makes. */
export class PostgresEventStore implements TransactionalEventStore<Transaction> {
  readonly feed: PostgresFeed;

  constructor(
    private readonly database: Database,
    private readonly making: Making = {},
  ) {
    this.feed = new PostgresFeed(database);
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
    const prepared = prepareAppends(appends, this.making);
    try {
      return await callAppend(this.database, prepared, options);
    } catch (thrown) {
      const refusal = translateRefusal(thrown, prepared);
      if (!(refusal instanceof VersionConflict)) throw refusal;
      const recorded = await this.recordedBefore(prepared, options);
      if (recorded === undefined) throw refusal;
      return recorded;
    }
  }

  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: CallOptions): Promise<T> {
    return this.database.transaction(work, options);
  }

  async appendInTransaction(
    tx: Transaction,
    stream: string,
    expected: ExpectedVersion,
    events: readonly NewEvent[],
  ): Promise<Appended> {
    const prepared = prepareAppends([{ stream, expected, events }], this.making);
    try {
      const [appended] = await callAppend(tx, prepared);
      return appended!;
    } catch (thrown) {
      throw translateRefusal(thrown, prepared);
    }
  }

  async readStream(
    stream: string,
    { from = 1, to, newest, ...options }: ReadStreamOptions = {},
  ): Promise<readonly RecordedEvent[]> {
    const events = `select ${recordedColumns} from log.events e where e.stream = $1 and e.stream_version >= $2`;
    if (to === undefined && newest === undefined) {
      const all = { ...options, name: 'log-read-stream' };
      const rows = await this.database.query<EventRow>(`${events} order by e.stream_version`, [stream, from], all);
      return rows.map(toRecordedEvent);
    }
    const rows = await this.database.query<EventRow>(
      `${events} and e.stream_version <= coalesce($3::bigint, e.stream_version) order by e.stream_version desc limit $4::bigint`,
      [stream, from, to ?? null, newest ?? null],
      { ...options, name: 'log-read-stream-part' },
    );
    return rows.map(toRecordedEvent).reverse();
  }

  async readByTrace(traceId: string, options: CallOptions = {}): Promise<readonly RecordedEvent[]> {
    const rows = await this.database.query<EventRow>(
      `select ${recordedColumns} from log.events e where e.trace_id = $1 or e.mentions @> array[$2::uuid]
       order by e.transaction_id, e.position`,
      [traceId, traceId],
      { ...options, name: 'log-read-by-trace' },
    );
    return rows.map(toRecordedEvent);
  }

  async readMentioning(id: string, options: CallOptions = {}): Promise<readonly RecordedEvent[]> {
    const rows = await this.database.query<EventRow>(
      `select ${recordedColumns} from log.events e where e.mentions @> array[$1::uuid]
       order by e.transaction_id, e.position`,
      [id],
      { ...options, name: 'log-read-mentioning' },
    );
    return rows.map(toRecordedEvent);
  }

  async readLatest(
    category: string,
    limit: number,
    { before, ...options }: LatestOptions = {},
  ): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for (let place = before; events.length < limit; place = cursorOf(events.at(-1)!)) {
      const most = Math.min(limit - events.length, mostAtOnce);
      const page = await this.readLatestPage(category, most, place, options);
      events.push(...page);
      if (page.length < most) break;
    }
    return events;
  }

  private async readLatestPage(
    category: string,
    limit: number,
    before: Cursor | undefined,
    { members, ...options }: LatestOptions,
  ): Promise<readonly RecordedEvent[]> {
    const place = before ? [before.transactionId, before.position].map(String) : afterEverything;
    const rows = await this.database.query<EventRow>(
      `select ${members ? columnsWith('$5') : recordedColumns} from log.events e
       where ${ofCategory('$1')} and (e.transaction_id, e.position) < ($3::text::xid8, $4::bigint)
       order by e.category desc, e.transaction_id desc, e.position desc limit $2`,
      [category, limit, ...place, ...(members ? [[...members]] : [])],
      { ...options, name: members ? 'log-read-latest-members' : 'log-read-latest' },
    );
    return rows.map(toRecordedEvent);
  }

  /** What the same events were answered with when they were recorded, if every one of them was, and in its stream. */
  private async recordedBefore(
    appends: readonly PreparedAppend[],
    options: CallOptions,
  ): Promise<readonly Appended[] | undefined> {
    const ids = appends.flatMap(({ events }) => events.map(({ id }) => id));
    const rows = await this.database.query<AppendedRow & { stream: string }>(
      `select id, stream, stream_version, transaction_id::text::bigint as transaction_id, position
       from log.events where id = any($1::uuid[])`,
      [ids],
      options,
    );
    const results = appends.map(({ stream, events }) => {
      const found = new Map(rows.filter((row) => row.stream === stream).map((row) => [row.id, toPlaced(row)]));
      const places = events.map(({ id }) => found.get(id)).filter((place) => place !== undefined);
      return { stream, version: places.at(-1)?.streamVersion ?? 0, events: places };
    });
    return results.every(({ events }, index) => events.length === appends[index]!.events.length) ? results : undefined;
  }
}
