import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { startNats, type BackingService } from '#backing-services';
import { uuidV7 } from '#kernel';
import { migrate } from '#platform/database';
import { eventually } from '#testing';
import { Inbox, inboxMigrations, JetStreamConsumer, openJetStream, PostgresEventStore, Relay } from '../index.js';
import type { EventHandler, JetStreamConsumerOptions, RecordedEvent } from '../index.js';
import { newEvent, newStream } from '../spec-support/events.js';
import { startLogDatabase, type LogDatabase } from '../spec-support/log-database.js';
import { eventStreamName } from './event-message.js';

describe('JetStreamConsumer', () => {
  let log: LogDatabase;
  let nats: BackingService;
  let storeDir: string;
  let connection: NatsConnection;
  let store: PostgresEventStore;
  let relay: Relay;
  let name: string;
  let problems: unknown[];
  const consumers: JetStreamConsumer[] = [];

  beforeAll(async () => {
    storeDir = mkdtempSync(join(tmpdir(), 'consumer-spec-'));
    [log, nats] = await Promise.all([startLogDatabase('PGlite'), startNats({ jetstream: true, storeDir })]);
    store = new PostgresEventStore(log.database);
    await migrate({ url: log.server.url, schema: 'reports', migrations: inboxMigrations('reports') });
    await log.database.query('create table reports.seen (consumer text, event_id uuid, n serial)');
    connection = await openJetStream({ url: nats.url, service: 'consumer-spec' });
    relay = new Relay(store.feed, log.database, connection, { pollMs: 10, retryMs: 20, verifyMs: 50 });
    relay.start();
  });

  afterAll(async () => {
    await relay.stop();
    await connection.close();
    await Promise.all([log.close(), nats.stop()]);
    rmSync(storeDir, { recursive: true, force: true });
  });

  beforeEach(() => {
    name = `reports-${uuidV7()}`;
    problems = [];
  });

  afterEach(async () => {
    await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()));
  });

  const record: EventHandler = async ({ id }, tx) => {
    await tx.query('insert into reports.seen (consumer, event_id) values ($1, $2)', [name, id]);
  };

  const start = (
    handler: EventHandler = record,
    options: Partial<JetStreamConsumerOptions> = {},
  ): JetStreamConsumer => {
    const inbox = new Inbox(log.database, { schema: 'reports', consumer: name });
    const onProblem = (problem: unknown) => problems.push(problem);
    const consumer = new JetStreamConsumer(connection, inbox, handler, { name, retryMs: 20, onProblem, ...options });
    consumers.push(consumer);
    consumer.start();
    return consumer;
  };

  const seen = async (): Promise<string[]> =>
    (
      await log.database.query<{ event_id: string }>(
        'select event_id from reports.seen where consumer = $1 order by n',
        [name],
      )
    ).map(({ event_id }) => event_id);

  const append = async (count: number, category = 'query'): Promise<string[]> => {
    const ids: string[] = [];
    for (let n = 0; n < count; n++) {
      const { events } = await store.append(newStream(category), 'no-stream', [newEvent({ data: { n } })]);
      ids.push(events[0]!.id);
    }
    return ids;
  };

  const everything = async (): Promise<string[]> =>
    (await log.database.query<{ id: string }>('select id from log.events order by transaction_id, position')).map(
      ({ id }) => id,
    );

  it('applies every event once and in order, those from before it began too', async () => {
    await append(10);
    start();
    await append(10);
    const all = await everything();
    await eventually(async () => expect(await seen()).toEqual(all));
    expect(problems).toEqual([]);
  });

  it('goes on where it stopped', async () => {
    start();
    await eventually(async () => expect(await seen()).toEqual(await everything()));
    await consumers.pop()!.stop();
    await append(5);
    start();
    await eventually(async () => expect(await seen()).toEqual(await everything()));
  });

  it('takes only the kinds it wants', async () => {
    const kinds = ['sop', 'feedback'].map((category) => ({ category, type: 'thing-happened', version: 1 }));
    start(record, { kinds });
    const wanted = await append(2, 'sop');
    await append(2, 'other');
    wanted.push(...(await append(2, 'feedback')));
    await eventually(async () => expect(await seen()).toEqual(wanted));
  });

  it('takes one kind through the filter of the broker', async () => {
    start(record, { kinds: [{ category: 'single', type: 'thing-happened', version: 1 }] });
    const wanted = await append(2, 'single');
    await append(1, 'other');
    await eventually(async () => expect(await seen()).toEqual(wanted));
  });

  it('lets the neighbours of a poisonous event go on, and gives it up after 5 tries with the reason', async () => {
    const [poison] = await append(1, 'poison');
    let tries = 0;
    start(
      async (event, tx) => {
        if (event.id === poison) {
          tries++;
          throw new Error('poisonous');
        }
        await record(event, tx);
      },
      { retryMs: 100 },
    );
    const neighbours = (await everything()).filter((id) => id !== poison);
    await eventually(async () => expect(await seen()).toEqual(neighbours));
    const letter = await eventually(async () => {
      const [row] = await log.database.query<{ reason: string; tries: number; event: RecordedEvent }>(
        'select reason, tries, event from reports.dead_letters where consumer = $1',
        [name],
      );
      expect(row).toBeDefined();
      return row!;
    });
    expect(letter).toMatchObject({ reason: 'Error: poisonous', tries: 5, event: { id: poison } });
    expect(tries).toBe(5);
  });

  it('survives every event coming three times, out of order', async () => {
    const client = jetstream(connection);
    const { events } = await store.feed.read({ transactionId: 0, position: 0 }, 1_000);
    const copies = [...events, ...events].sort((a, b) => (a.id.slice(-4) < b.id.slice(-4) ? -1 : 1));
    // Without a message id, as if they came outside the broker's window.
    for (const event of copies) await client.publish('club.storm.event.thing-happened.v1', JSON.stringify(event));
    start();
    const all = await everything();
    await eventually(async () => expect((await seen()).sort()).toEqual([...all].sort()));
    const last = (await append(1))[0]!;
    await eventually(async () => expect((await seen()).at(-1)).toBe(last));
    expect(await seen()).toHaveLength(all.length + 1);
  });

  it('puts away what is no event, and goes on', async () => {
    await jetstream(connection).publish('club.storm.event.thing-happened.v1', 'not \u0000 JSON');
    start();
    const last = (await append(1))[0]!;
    await eventually(async () => expect((await seen()).at(-1)).toBe(last));
    const letters = await log.database.query('select event from reports.dead_letters where consumer = $1', [name]);
    expect(letters).toEqual([{ event: { subject: 'club.storm.event.thing-happened.v1', payload: 'not  JSON' } }]);
  });

  it('applies what a new copy holds only where it was not applied before', async () => {
    start();
    await eventually(async () => expect(new Set(await seen())).toEqual(new Set(await everything())));
    await (await jetstreamManager(connection)).streams.delete(eventStreamName);
    await append(10);
    const all = await everything();
    await eventually(async () => expect((await seen()).sort()).toEqual([...all].sort()));
  });

  it('shares the work with other instances of its name', async () => {
    start();
    start();
    await append(30);
    const all = await everything();
    await eventually(async () => expect((await seen()).sort()).toEqual([...all].sort()));
  });

  it('goes on after the broker and the database were killed', async () => {
    start();
    for (const server of [nats, log.server]) {
      const { exited } = server;
      server.kill('SIGKILL');
      await exited;
      await server.restart();
      await eventually(() => append(3));
      await eventually(async () => expect((await seen()).sort()).toEqual((await everything()).sort()));
    }
  });
});
