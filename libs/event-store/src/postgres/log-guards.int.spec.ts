import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidV7 } from '#kernel';
import { migrate, type Database } from '#platform/database';
import { logMigrations, logSchema, prepareLog } from './log-migrations.js';
import { newEvent, newStream } from '../spec-support/events.js';
import { startLogDatabase, type Engine, type LogDatabase } from '../spec-support/log-database.js';
import { beginningOfLog } from '../event.js';
import { PostgresEventStore } from './postgres-event-store.js';

describe.each<Engine>(['PGlite', 'PostgreSQL'])('the log on %s', (engine) => {
  let log: LogDatabase;
  let store: PostgresEventStore;

  beforeAll(async () => {
    log = await startLogDatabase(engine);
    store = new PostgresEventStore(log.database);
    await store.append('thing-one', 'no-stream', [newEvent()]);
  });

  afterAll(() => log.close());

  it('is migrated once', async () => {
    expect(await migrate({ url: log.server.url, schema: logSchema, migrations: logMigrations })).toEqual([]);
  });

  it('can be prepared at every start, and is then as it was', async () => {
    const states = [];
    for (let start = 0; start < 2; start++) {
      await prepareLog(log.database);
      states.push(await log.database.query('select transaction_offset from log.cluster'), await partitionsOf());
    }
    expect(states.slice(0, 2)).toEqual(states.slice(2));
    expect(states[0]).toEqual([{ transaction_offset: 0 }]);
  });

  const partitionsOf = async (): Promise<string[]> =>
    (
      await log.database.query<{ name: string }>(
        `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'log.events'::regclass order by 1`,
      )
    ).map(({ name }) => name);

  it.each([
    `update log.events set actor = 'somebody else'`,
    'delete from log.events',
    'truncate log.events',
    'delete from log.streams',
    'truncate log.streams',
  ])('refuses even its owner: %s', async (sql) => {
    await expect(log.database.query(sql)).rejects.toMatchObject({ sqlState: 'LG003' });
    expect(await store.readStream('thing-one')).toHaveLength(1);
  });

  it('refuses changes of each partition', async () => {
    for (const partition of await partitionsOf()) {
      await expect(log.database.query(`truncate ${partition}`)).rejects.toMatchObject({ sqlState: 'LG003' });
    }
    const { table } = (
      await log.database.query<{ table: string }>('select tableoid::regclass::text as "table" from log.events')
    )[0]!;
    await expect(log.database.query(`delete from ${table}`)).rejects.toMatchObject({ sqlState: 'LG003' });
  });

  it('has a partition for this month and the next three, and makes more when asked', async () => {
    const before = await partitionsOf();
    expect(before).toHaveLength(5);
    expect(before[0]).toBe(`log.events_${new Date().toISOString().slice(0, 7).replace('-', '_')}`);
    const made = await log.database.query('select * from log.ensure_partitions(5)');
    expect(made).toHaveLength(2);
    expect(await log.database.query('select * from log.ensure_partitions(5)')).toEqual([]);
  });

  const tableOf = async (id: string): Promise<string> =>
    (
      await log.database.query<{ name: string }>(
        'select tableoid::regclass::text as name from log.events where id = $1',
        [id],
      )
    )[0]!.name;

  it('stores an event in the month its id was made, whatever that month', async () => {
    const inMonth = (month: string) => uuidV7({ now: () => Date.parse(`${month}-01T00:00:00.000Z`) });
    const thisMonth = new Date().toISOString().slice(0, 7);
    const ids = [inMonth(thisMonth), inMonth('2019-05'), inMonth('2199-12'), crypto.randomUUID()];
    const stream = newStream();
    for (const id of ids) await store.append(stream, 'any', [newEvent({ id })]);
    expect(await Promise.all(ids.map(tableOf))).toEqual([
      `log.events_${thisMonth.replace('-', '_')}`,
      'log.events_default',
      'log.events_default',
      'log.events_default',
    ]);
    expect((await store.readStream(stream)).map(({ id }) => id)).toEqual(ids);
  });

  it('leaves a month whose events came too early where they are, and can still be appended to', async () => {
    const later = new Date();
    later.setUTCMonth(later.getUTCMonth() + 7, 15);
    const event = () => newEvent({ id: uuidV7({ now: () => later.getTime() }) });
    await store.append(newStream(), 'any', [event()]);
    const made = await log.database.query('select * from log.ensure_partitions(8)');
    expect(made).toHaveLength(2);
    await store.append(newStream(), 'any', [event()]);
  });

  it('goes on above the transaction ids of a log that was copied from another cluster', async () => {
    const [{ offset }] = (await log.database.query<{ offset: number }>('select log.adopt_cluster() as offset')) as [
      { offset: number },
    ];
    expect(offset).toBe(0);
    // As a logical restore would: the event arrives with the transaction id it had where it came from.
    await log.database.query(
      `insert into log.events (id, stream, category, stream_version, transaction_id, type, type_version, occurred_at,
         actor, trace_id, data, metadata)
       select $1, 'thing-copied', 'thing', 1, '5000000', type, type_version, occurred_at, actor, trace_id, data, metadata
       from log.events where stream = 'thing-one'`,
      [uuidV7()],
    );
    const { next: blocked } = await store.feed.read(beginningOfLog, 1_000);
    expect(blocked.transactionId).toBeLessThan(5_000_000);
    const adopted = await log.database.query<{ offset: number }>('select log.adopt_cluster() as offset');
    expect(adopted).toEqual([{ offset: 5_000_000 }]);
    expect(await log.database.query('select log.adopt_cluster() as offset')).toEqual(adopted);
    await store.append('thing-after', 'no-stream', [newEvent()]);
    const { events } = await store.feed.read(blocked, 1_000);
    expect(events.map(({ stream }) => stream)).toEqual(['thing-copied', 'thing-after']);
  });
});

describe('roles on PostgreSQL', () => {
  let log: LogDatabase;
  const as = (role: string): Database => {
    const url = new URL(log.server.url);
    url.username = role;
    url.password = 'secret';
    return log.open(url.href, 2);
  };

  beforeAll(async () => {
    log = await startLogDatabase('PostgreSQL');
    await log.database.query(
      `create role gateway login password 'secret'; create role knowledge login password 'secret'`,
    );
    await log.database.query(`create role reporter login password 'secret'; create role relay login password 'secret'`);
    await log.database.query(
      `select log.grant_append('gateway', '{query,feedback}'), log.grant_append('knowledge', '{sop}')`,
    );
    await log.database.query(`select log.grant_read('reporter'), log.grant_relay('relay')`);
    await new PostgresEventStore(log.database).append('query-0', 'no-stream', [newEvent()]);
  });

  afterAll(() => log.close());

  it('lets a role append to its own categories only', async () => {
    const [gateway, knowledge] = [new PostgresEventStore(as('gateway')), new PostgresEventStore(as('knowledge'))];
    await gateway.append('query-1', 'no-stream', [newEvent()]);
    await gateway.append('feedback-1', 'no-stream', [newEvent()]);
    await knowledge.append('sop-1', 'no-stream', [newEvent()]);
    const forbidden = { failure: { code: 'forbidden' } };
    await expect(gateway.append('sop-2', 'no-stream', [newEvent()])).rejects.toMatchObject(forbidden);
    await expect(knowledge.append('query-2', 'no-stream', [newEvent()])).rejects.toMatchObject(forbidden);
    const mixed = gateway.appendMany([
      { stream: 'query-3', expected: 'any', events: [newEvent()] },
      { stream: 'sop-3', expected: 'any', events: [newEvent()] },
    ]);
    await expect(mixed).rejects.toMatchObject(forbidden);
    const streams = await log.database.query<{ stream: string }>('select stream from log.streams order by stream');
    expect(streams.map(({ stream }) => stream)).toEqual(['feedback-1', 'query-0', 'query-1', 'sop-1']);
  });

  it('does not take another role for the one that connected', async () => {
    await log.database.query('grant knowledge to gateway');
    const pretending = as('gateway').transaction(async (tx) => {
      await tx.query('set local role knowledge');
      await new PostgresEventStore(log.database).appendInTransaction(tx, 'sop-9', 'no-stream', [newEvent()]);
    });
    await expect(pretending).rejects.toMatchObject({ failure: { code: 'forbidden' } });
    await log.database.query('revoke knowledge from gateway');
  });

  it('lets nobody past the function, and nobody change or read what they were not given', async () => {
    const statements = [
      `insert into log.events select * from log.events`,
      `update log.events set actor = 'me'`,
      'delete from log.events',
      'truncate log.events',
      'delete from log.events_default',
      'update log.streams set version = 1',
      `insert into log.append_permissions values ('gateway', '*')`,
      'update log.cluster set transaction_offset = 0',
      `select log.grant_append('gateway', '{sop}')`,
      'select log.adopt_cluster()',
      'alter table log.events disable trigger all',
      'drop table log.events_default',
    ];
    for (const role of ['gateway', 'reporter', 'relay']) {
      for (const sql of statements) {
        const refused = as(role).query(sql);
        await expect(refused.then(() => `${role} may: ${sql}`)).rejects.toMatchObject({ sqlState: '42501' });
      }
    }
    await expect(as('gateway').query('select from log.events')).rejects.toMatchObject({ sqlState: '42501' });
    await expect(as('reporter').query(`insert into log.cursors values ('me', 1, 1, 1)`)).rejects.toMatchObject({
      sqlState: '42501',
    });
    await expect(new PostgresEventStore(as('reporter')).append('query-4', 'any', [newEvent()])).rejects.toMatchObject({
      sqlState: '42501',
    });
  });

  it('lets a reader read the feed, and the relay remember its place and make partitions', async () => {
    for (const role of ['reporter', 'relay']) {
      const { events } = await new PostgresEventStore(as(role)).feed.read(beginningOfLog, 10);
      expect(events.length).toBeGreaterThan(0);
    }
    await as('relay').query(`insert into log.cursors values ('relay', 1, 1, 1)`);
    expect(await as('relay').query('select * from log.ensure_partitions(4)')).toHaveLength(1);
  });
});
