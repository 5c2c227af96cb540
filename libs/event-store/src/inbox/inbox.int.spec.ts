import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fail, uuidV7 } from '#kernel';
import { migrate } from '#platform/database';
import { Inbox, inboxMigrations, PostgresEventStore, type EventHandler, type RecordedEvent } from '../index.js';
import { newEvent, newStream } from '../spec-support/events.js';
import { startLogDatabase, type Engine, type LogDatabase } from '../spec-support/log-database.js';

const engines: Engine[] = ['PGlite', 'PostgreSQL'];

describe.each(engines)('Inbox on %s', (engine) => {
  let log: LogDatabase;
  let inbox: Inbox;
  let event: RecordedEvent;

  beforeAll(async () => {
    log = await startLogDatabase(engine);
    await migrate({ url: log.server.url, schema: 'reports', migrations: inboxMigrations('reports') });
    await log.database.query('create table reports.seen (event_id uuid, note text)');
  });

  afterAll(() => log.close());

  beforeEach(async () => {
    inbox = new Inbox(log.database, { schema: 'reports', consumer: `consumer-${uuidV7()}` });
    const store = new PostgresEventStore(log.database);
    const { stream } = await store.append(newStream(), 'any', [newEvent()]);
    event = (await store.readStream(stream))[0]!;
  });

  const record: EventHandler = async ({ id }, tx) => {
    await tx.query('insert into reports.seen values ($1, $2)', [id, 'applied']);
  };
  const seen = async (id: string) =>
    (await log.database.query('select from reports.seen where event_id = $1', [id])).length;
  const failing =
    (reason: string): EventHandler =>
    async (given, tx) => {
      await record(given, tx);
      throw new Error(reason);
    };

  it('applies an event once, however often it comes', async () => {
    expect(await inbox.apply(event, record)).toBe('applied');
    expect(await inbox.apply(event, record)).toBe('duplicate');
    expect(await seen(event.id)).toBe(1);
  });

  it('applies it once when it comes many times at the same moment', async () => {
    const deliveries = await Promise.all(Array.from({ length: 8 }, () => inbox.apply(event, record)));
    expect(deliveries.filter((delivery) => delivery === 'applied')).toHaveLength(1);
    expect(await seen(event.id)).toBe(1);
  });

  it('applies it for each consumer', async () => {
    const other = new Inbox(log.database, { schema: 'reports', consumer: 'other' });
    await inbox.apply(event, record);
    expect(await other.apply(event, record)).toBe('applied');
  });

  it('keeps nothing of a try that failed, and counts it', async () => {
    expect(await inbox.apply(event, failing('not yet'))).toBe('retry');
    expect(await seen(event.id)).toBe(0);
    expect(await inbox.apply(event, record)).toBe('applied');
    expect(await seen(event.id)).toBe(1);
  });

  it('gives an event up at the fifth failure, with the last reason, and takes it for settled', async () => {
    const deliveries = [];
    for (let attempt = 1; attempt <= 5; attempt++) deliveries.push(await inbox.apply(event, failing(`no ${attempt}`)));
    expect(deliveries).toEqual(['retry', 'retry', 'retry', 'retry', 'dead']);
    const letters = await log.database.query(
      'select tries, reason, event from reports.dead_letters where event_id = $1',
      [event.id],
    );
    expect(letters).toEqual([{ tries: 5, reason: 'Error: no 5', event }]);
    expect(await inbox.apply(event, record)).toBe('duplicate');
    expect(await seen(event.id)).toBe(0);
  });

  it('counts the tries of all processes, and over restarts', async () => {
    const name = `consumer-${uuidV7()}`;
    const another = () => new Inbox(log.database, { schema: 'reports', consumer: name, maxTries: 2 });
    expect(await another().apply(event, failing('no'))).toBe('retry');
    expect(await another().apply(event, failing('no'))).toBe('dead');
  });

  it('counts what the database refused against the event', async () => {
    const outcome = inbox.apply(event, async (_event, tx) => {
      await tx.query('select 1 / 0');
    });
    expect(await outcome).toBe('retry');
  });

  it('revives a dead letter, and leaves it dead when it fails again', async () => {
    const strict = new Inbox(log.database, { schema: 'reports', consumer: `consumer-${uuidV7()}`, maxTries: 1 });
    expect(await strict.apply(event, failing('broken'))).toBe('dead');
    await expect(strict.revive(event.id, failing('still broken'))).rejects.toThrow('still broken');
    await strict.revive(event.id, record);
    expect(await seen(event.id)).toBe(1);
    expect(await strict.apply(event, record)).toBe('duplicate');
    await expect(strict.revive(event.id, record)).rejects.toMatchObject({ failure: { code: 'not-found' } });
  });

  it('does not hold what is away against the event', async () => {
    const strict = new Inbox(log.database, { schema: 'reports', consumer: `consumer-${uuidV7()}`, maxTries: 1 });
    const cutOff: EventHandler = () => Promise.reject(fail('unavailable', 'The database went away.'));
    await expect(strict.apply(event, cutOff)).rejects.toMatchObject({ failure: { code: 'unavailable' } });
    expect(await strict.apply(event, record)).toBe('applied');
  });
});
