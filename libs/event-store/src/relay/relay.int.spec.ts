import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { startNats, type BackingService } from '#backing-services';
import { uuidV7 } from '#kernel';
import { eventually } from '#testing';
import { beginningOfLog, type RecordedEvent } from '../event.js';
import { eventStreamName, Relay, openJetStream, PostgresEventStore, type RelayOptions } from '../index.js';
import { newEvent, newEvents, newStream } from '../spec-support/events.js';
import { startLogDatabase, type LogDatabase } from '../spec-support/log-database.js';
import { readCopy } from '../spec-support/recording.js';

describe('Relay', () => {
  let log: LogDatabase;
  let store: PostgresEventStore;
  let nats: BackingService;
  let storeDir: string;
  let connection: NatsConnection;
  let problems: unknown[];
  const relays: Relay[] = [];

  beforeAll(async () => {
    storeDir = mkdtempSync(join(tmpdir(), 'relay-spec-'));
    [log, nats] = await Promise.all([startLogDatabase('PGlite'), startNats({ jetstream: true, storeDir })]);
    store = new PostgresEventStore(log.database);
    connection = await openJetStream({ url: nats.url, service: 'relay-spec' });
  });

  afterAll(async () => {
    await connection.close();
    await Promise.all([log.close(), nats.stop()]);
    rmSync(storeDir, { recursive: true, force: true });
  });

  beforeEach(() => {
    problems = [];
  });

  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  });

  const start = (options: RelayOptions = {}): Relay => {
    const onProblem = (problem: unknown) => problems.push(problem);
    const relay = new Relay(store.feed, log.database, connection, {
      pollMs: 10,
      retryMs: 20,
      verifyMs: 50,
      onProblem,
      ...options,
    });
    relays.push(relay);
    relay.start();
    return relay;
  };

  const stop = async (): Promise<void> => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  };

  const append = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n++) await store.append(newStream('query'), 'no-stream', newEvents(2));
  };

  const wholeLog = async (): Promise<readonly RecordedEvent[]> =>
    (await store.feed.read(beginningOfLog, 100_000)).events;

  /** The copy holds the log: all of it, once, in its order. */
  const copyIsWhole = (): Promise<void> =>
    eventually(
      async () => {
        expect((await readCopy(connection)).map(({ event }) => event)).toEqual(await wholeLog());
      },
      { every: 50 },
    );

  it('publishes each event under its id, on the subject of its kind, in the order of the feed', async () => {
    start();
    const { events } = await store.append(newStream('sop'), 'no-stream', [
      newEvent({ type: 'sop-published', version: 2 }),
    ]);
    await append(20);
    await copyIsWhole();
    const [first] = await readCopy(connection);
    expect(first).toMatchObject({ subject: 'club.sop.event.sop-published.v2', messageId: events[0]!.id });
    expect(problems).toEqual([]);
  });

  it('sees to it that the months ahead have their partitions', async () => {
    const partitions = () =>
      log.database.query<{ name: string }>(
        `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'log.events'::regclass order by 1`,
      );
    const before = await partitions();
    await log.database.query(`drop table ${before[2]!.name}`);
    start();
    await eventually(async () => expect(await partitions()).toEqual(before));
  });

  it('goes on where it stopped', async () => {
    const before = start();
    await copyIsWhole();
    await stop();
    await append(5);
    const after = start();
    await copyIsWhole();
    expect(after.statistics()).toEqual({ published: 10, refills: 0, failing: false });
    expect(before.statistics().published).toBe(0);
  });

  it('looks at once when it is woken', async () => {
    const relay = start({ pollMs: 3_600_000 });
    await copyIsWhole();
    await append(1);
    relay.wake();
    await copyIsWhole();
  });

  it('stores once what it publishes again after a crash between publishing and remembering', async () => {
    start();
    await append(5);
    await copyIsWhole();
    await stop();
    await log.database.query(`update log.cursors set transaction_id = 0, position = 0, revision = revision + 1`);
    await append(3);
    start();
    await copyIsWhole();
  });

  it('shares the work with another relay of its name', async () => {
    start();
    start();
    await Promise.all([append(60), append(60)]);
    await copyIsWhole();
  });

  it('fills a copy that was deleted from the beginning, while events keep coming', async () => {
    const relay = start();
    await append(20);
    await copyIsWhole();
    const appending = append(60);
    const manager = await jetstreamManager(connection);
    await manager.streams.delete(eventStreamName);
    await appending;
    await copyIsWhole();
    expect(relay.statistics().refills).toBe(1);
  });

  it('fills a copy whose broker lost its disk', async () => {
    start();
    await append(5);
    await copyIsWhole();
    const { exited } = nats;
    nats.kill('SIGKILL');
    await exited;
    rmSync(join(storeDir, 'jetstream'), { recursive: true });
    const appending = append(10);
    await nats.restart();
    await appending;
    await copyIsWhole();
  });

  it('fills a copy that is older than what it had published', async () => {
    const relay = start();
    await copyIsWhole();
    await stop();
    await log.database.query('update log.cursors set target_sequence = 1000000, revision = revision + 1');
    const after = start();
    await eventually(() => expect(after.statistics().refills).toBe(1));
    expect(relay.statistics().refills).toBe(0);
    await copyIsWhole();
  });

  it('waits for a broker that is away, and for a database that is', async () => {
    start();
    await copyIsWhole();
    for (const server of [nats, log.server]) {
      const { exited } = server;
      server.kill('SIGKILL');
      await exited;
      if (server === nats) await append(3);
      await eventually(() => expect(problems.length).toBeGreaterThan(0));
      await server.restart();
      await eventually(() => append(3));
      await copyIsWhole();
      problems = [];
    }
  });

  it('lets nothing overtake an event that the broker does not take', async () => {
    await stop();
    const small = await startNats({ jetstream: true, config: 'max_payload: 4096' });
    const narrow = await openJetStream({ url: small.url, service: 'relay-spec' });
    const refused: unknown[] = [];
    const relay = new Relay(store.feed, log.database, narrow, {
      name: 'narrow',
      pollMs: 10,
      retryMs: 20,
      onProblem: (problem) => refused.push(problem),
    });
    const large = newEvent({ id: uuidV7(), data: 'x'.repeat(5_000) });
    const before = await wholeLog();
    await store.append(newStream(), 'any', [newEvent(), large, newEvent()]);
    await append(3);
    relay.start();
    await eventually(() => expect(refused.length).toBeGreaterThan(2));
    const stored = await readCopy(narrow);
    expect(stored.map(({ messageId }) => messageId)).toEqual(
      (await wholeLog()).slice(0, before.length + 1).map(({ id }) => id),
    );
    expect(relay.statistics().failing).toBe(true);
    await relay.stop();
    await narrow.close();
    await small.stop();
  });
});
