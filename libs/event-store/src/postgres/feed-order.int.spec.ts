import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidV7 } from '#kernel';
import type { Database, Transaction } from '#platform/database';
import { beginningOfLog, type Cursor, type RecordedEvent } from '../index.js';
import { newEvent, newEvents, newStream } from '../spec-support/events.js';
import { startLogDatabase, type LogDatabase } from '../spec-support/log-database.js';
import { prepareAppends } from '../prepare.js';
import { callAppend } from './append-sql.js';
import { PostgresEventStore } from './postgres-event-store.js';

/** What many would write: it reads on after the highest position it has seen. It is here to show what it misses. */
class NaiveReader {
  private position = 0;
  readonly seen: string[] = [];

  constructor(private readonly database: Database) {}

  async read(): Promise<number> {
    const rows = await this.database.query<{ id: string; position: number }>(
      'select id, position from log.events where position > $1 order by position limit 100',
      [this.position],
    );
    this.position = rows.at(-1)?.position ?? this.position;
    this.seen.push(...rows.map(({ id }) => id));
    return rows.length;
  }
}

class FeedReader {
  private place: Cursor;
  readonly seen: RecordedEvent[] = [];

  constructor(
    private readonly store: PostgresEventStore,
    from: Cursor,
  ) {
    this.place = from;
  }

  async read(): Promise<number> {
    const { events, next } = await this.store.feed.read(this.place, 100);
    this.place = next;
    this.seen.push(...events);
    return events.length;
  }
}

/** A transaction that has done something and waits to be told to go on. */
async function openTransaction(
  store: PostgresEventStore,
  first: (tx: Transaction) => Promise<unknown>,
  last: (tx: Transaction) => Promise<unknown> = () => Promise.resolve(),
): Promise<() => Promise<void>> {
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const whole = store.transaction(async (tx) => {
    await first(tx);
    begun.resolve();
    await gate.promise;
    await last(tx);
  });
  await Promise.race([begun.promise, whole]);
  return () => {
    gate.resolve();
    return whole;
  };
}

describe('the order of the feed on PostgreSQL', () => {
  let log: LogDatabase;
  let store: PostgresEventStore;

  beforeAll(async () => {
    log = await startLogDatabase('PostgreSQL');
    store = new PostgresEventStore(log.open(log.server.url, 24));
  });

  afterAll(() => log.close());

  const here = async (): Promise<Cursor> => (await store.feed.read(beginningOfLog, 1_000_000)).next;

  it('does not skip what took its position first and was committed second', async () => {
    const feed = new FeedReader(store, await here());
    const naive = new NaiveReader(log.database);
    while ((await naive.read()) > 0);
    const [a, b] = [newEvent({ id: uuidV7() }), newEvent({ id: uuidV7() })];

    const commitA = await openTransaction(store, (tx) => store.appendInTransaction(tx, newStream(), 'no-stream', [a]));
    await store.append(newStream(), 'no-stream', [b]);
    await naive.read();
    expect(await feed.read()).toBe(0);
    expect(await store.feed.delay()).toMatchObject({ waiting: 1 });
    await commitA();
    await naive.read();
    await feed.read();

    expect(feed.seen.map(({ id }) => id)).toEqual([a.id, b.id]);
    expect(naive.seen).toContain(b.id);
    expect(naive.seen).not.toContain(a.id);
    expect(await store.feed.delay()).toEqual({ waiting: 0, longestMs: 0 });
  });

  it('does not hold back for a transaction that only reads', async () => {
    const feed = new FeedReader(store, await here());
    const end = await openTransaction(store, (tx) => tx.query('select count(*) from log.events'));
    await store.append(newStream(), 'no-stream', [newEvent()]);
    expect(await feed.read()).toBe(1);
    await end();
  });

  it('keeps a stream in order when an older transaction comes second to it', async () => {
    const [stream, other] = [newStream(), newStream()];
    const start = await here();
    const older = await openTransaction(
      store,
      (tx) => tx.query('select pg_current_xact_id()'),
      async (tx) => {
        await store.appendInTransaction(tx, stream, 1, newEvents(2));
        await store.appendInTransaction(tx, other, 1, [newEvent()]);
      },
    );
    await store.append(stream, 'no-stream', [newEvent()]);
    await store.append(other, 'no-stream', [newEvent()]);
    await older();
    await store.append(stream, 3, [newEvent()]);
    const { events } = await store.feed.read(start, 100);
    const of = (name: string) => events.filter((event) => event.stream === name).map((event) => event.streamVersion);
    expect(of(stream)).toEqual([1, 2, 3, 4]);
    expect(of(other)).toEqual([1, 2]);
  });

  it('keeps it in order too when the oldest follows one that was raised only by its neighbor in a batch', async () => {
    const [raised, neighbor] = [newStream(), newStream()];
    const start = await here();
    const begin = (tx: Transaction) => tx.query('select pg_current_xact_id()');
    const batch = prepareAppends([
      { stream: raised, expected: 1, events: [newEvent()] },
      { stream: neighbor, expected: 0, events: [newEvent()] },
    ]);
    const oldest = await openTransaction(store, begin, (tx) =>
      store.appendInTransaction(tx, neighbor, 1, [newEvent()]),
    );
    const older = await openTransaction(store, begin, (tx) => callAppend(tx, batch));
    await store.append(raised, 'no-stream', [newEvent()]);
    await older();
    await oldest();
    const { events } = await store.feed.read(start, 100);
    const ofNeighbor = events.filter(({ stream }) => stream === neighbor);
    expect(ofNeighbor.map(({ streamVersion }) => streamVersion)).toEqual([1, 2]);
  });

  it('misses and reorders nothing under 16 writers that dawdle and sometimes roll back', async () => {
    const transactions = 120;
    const random = seeded(7);
    const start = await here();
    const feed = new FeedReader(store, start);
    const naive = new NaiveReader(log.database);
    while ((await naive.read()) > 0);
    const before = naive.seen.length;
    const shared = Array.from({ length: 4 }, () => newStream('shared'));
    let committed = 0;

    const dawdle = (tx: Transaction) => tx.query('select pg_sleep($1)', [random() * 0.006]);
    const write = async (own: string): Promise<void> => {
      for (let count = 0; count < transactions; count++) {
        const rollsBack = random() < 0.05;
        const target = random() < 0.2 ? shared[Math.floor(random() * shared.length)]! : own;
        await store
          .transaction(async (tx) => {
            if (random() < 0.5) await tx.query('select pg_current_xact_id()');
            await dawdle(tx);
            await store.appendInTransaction(tx, target, 'any', newEvents(2));
            await dawdle(tx);
            if (rollsBack) throw new Error('rolled back');
            committed += 2;
          })
          .catch((thrown: Error) => {
            if (thrown.message !== 'rolled back') throw thrown;
          });
      }
    };
    let writing = true;
    const readers = [feed, naive].map(async (reader) => {
      while (writing) await reader.read();
      while ((await reader.read()) > 0);
    });
    await Promise.all(Array.from({ length: 16 }, () => write(newStream('own'))));
    writing = false;
    await Promise.all(readers);

    const seen = feed.seen.map(({ id }) => id);
    const truth = await log.database.query<{ id: string }>(
      `select id from log.events where transaction_id >= $1::text::xid8 order by transaction_id, position`,
      [start.transactionId],
    );
    expect(truth).toHaveLength(committed);
    expect(committed).toBeGreaterThan(3_000);
    expect(seen).toEqual(truth.map(({ id }) => id));
    for (const stream of new Set(feed.seen.map((event) => event.stream))) {
      const versions = feed.seen.filter((event) => event.stream === stream).map((event) => event.streamVersion);
      expect(versions).toEqual(versions.map((_, index) => index + 1));
    }
    // The proof that this test can fail: the same events, read by position alone.
    expect(naive.seen.length - before).toBeLessThan(committed);
  });
});

/** Numbers from 0 to 1 that are the same in every run (a linear congruential generator, Numerical Recipes). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}
