import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startPglite, startPostgres, type BackingService } from '#backing-services';
import { Deadline } from '#kernel';
import { createDatabase, SqlError, type Database, type DatabaseSettings } from './index.js';

/** Stands still, but for the tests that want the pool to look for the server again. */
const clock = { time: 0, now: () => clock.time };

/**
 * The server is back: the pool is told that it is time to look, and has to find it. On a busy machine the first look may come
 * before the server is ready to be seen.
 */
async function answersAgain(database: Database): Promise<void> {
  const until = Deadline.in(20_000);
  for (;;) {
    clock.time += 1_000;
    try {
      return await database.ping(until);
    } catch (error) {
      if (until.remaining() <= 0) throw error;
    }
  }
}

const engines: [string, () => Promise<BackingService>][] = [
  ['PGlite', () => startPglite()],
  ['PostgreSQL', () => startPostgres({ durable: false })],
];

describe.each(engines)('createDatabase on %s', (_name, start) => {
  let server: BackingService;
  const opened: Database[] = [];

  const open = (settings: Partial<DatabaseSettings> = {}): Database => {
    const given = {
      url: server.url,
      applicationName: 'database-spec',
      maxConnections: 4,
      statementTimeoutMs: 60_000,
      connectionTimeoutMs: 60_000,
      ...settings,
    };
    const database = createDatabase(given, clock);
    opened.push(database);
    return database;
  };

  beforeAll(async () => {
    server = await start();
    await open().query('create table item (id int primary key, name text unique)');
  });

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((database) => database.close()));
  });

  afterAll(async () => {
    await server.stop();
  });

  it('returns rows, with int8 as numbers and JSON parsed', async () => {
    const rows = await open().query('select $1::bigint as big, count(*) as n, $2::jsonb as j, $3::text[] as t', [
      9_007_199_254_740_991,
      '{"a":[1,"x"]}',
      ['a', 'b'],
    ]);
    expect(rows).toEqual([{ big: 9_007_199_254_740_991, n: 1, j: { a: [1, 'x'] }, t: ['a', 'b'] }]);
  });

  it('returns the rows of the last of several statements', async () => {
    expect(await open().query('select 1 as one; select 2 as two')).toEqual([{ two: 2 }]);
  });

  it('refuses to round an int8', async () => {
    const database = open();
    await expect(database.query('select 9007199254740993::bigint as big')).rejects.toThrow(RangeError);
    await expect(database.query('select 1 as one')).resolves.toEqual([{ one: 1 }]);
  });

  it('names the SQL state and the constraint of what the server refused', async () => {
    const database = open();
    await database.query(`insert into item values (1, 'a')`);
    const refused = database.query(`insert into item values (2, 'a')`);
    await expect(refused).rejects.toBeInstanceOf(SqlError);
    await expect(refused).rejects.toMatchObject({ sqlState: '23505', constraint: 'item_name_key' });
    await database.query('delete from item');
  });

  it('runs a named statement on every connection', async () => {
    const database = open();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => database.query<{ n: number }>('select $1::int as n', [n], { name: 'echo' })),
    );
    expect(answers.map(([row]) => row!.n)).toEqual(Array.from({ length: 40 }, (_, n) => n));
  });

  it('commits what a transaction did, and nothing of one that throws', async () => {
    const database = open();
    const result = await database.transaction(async (tx) => {
      await tx.query(`insert into item values (1, 'kept')`);
      return 'done';
    });
    const broken = database.transaction(async (tx) => {
      await tx.query(`insert into item values (2, 'gone')`);
      throw new Error('changed my mind');
    });
    await expect(broken).rejects.toThrow('changed my mind');
    expect(result).toBe('done');
    expect(await database.query('delete from item returning name')).toEqual([{ name: 'kept' }]);
  });

  it('does not call a transaction committed when one of its statements had failed', async () => {
    const database = open();
    const outcome = database.transaction(async (tx) => {
      await tx.query(`insert into item values (1, 'a')`);
      await tx.query('select 1 / 0').catch(() => undefined);
    });
    await expect(outcome).rejects.toThrow('rolled back');
    expect(await database.query('select from item')).toEqual([]);
  });

  it('ends a transaction at its deadline, whatever it is doing, and refuses its later queries', async () => {
    const database = open();
    const { promise: never, resolve: leave } = Promise.withResolvers<void>();
    let late: Promise<unknown> = Promise.resolve();
    const stuck = database.transaction(
      async (tx) => {
        await tx.query(`insert into item values (1, 'a')`);
        await never;
        late = tx.query('select 1');
        await late;
      },
      { deadline: Deadline.in(200) },
    );
    await expect(stuck).rejects.toMatchObject({ failure: { code: 'deadline-exceeded' } });
    expect(await database.query('select from item')).toEqual([]);
    leave();
    await new Promise(setImmediate);
    await expect(late).rejects.toMatchObject({ failure: { code: 'unavailable' } });
  });

  it('starts nothing after a deadline', async () => {
    const late = open().query('select 1', [], { deadline: Deadline.in(0) });
    await expect(late).rejects.toMatchObject({ failure: { code: 'deadline-exceeded' } });
  });

  it('stops waiting at the deadline for a connection that does not become free', async () => {
    const database = open({ maxConnections: 1 });
    const { promise: hold, resolve: release } = Promise.withResolvers<void>();
    const holder = database.transaction(() => hold);
    const waiting = database.query('select 1', [], { deadline: Deadline.in(50) });
    await expect(waiting).rejects.toMatchObject({ failure: { code: 'deadline-exceeded' } });
    release();
    await holder;
    await expect(database.query('select 1 as one')).resolves.toEqual([{ one: 1 }]);
    expect(database.statistics()).toMatchObject({ waiting: 0 });
  });

  it('survives a server that is killed, says so at once, and works again when it is back', async () => {
    const lost: Error[] = [];
    const database = open({ onConnectionLost: (reason) => lost.push(reason) });
    await Promise.all([database.query('select 1'), database.query('select 2')]);
    const exited = server.exited;
    server.kill('SIGKILL');
    await exited;
    await expect(database.query('select 1')).rejects.toMatchObject({
      failure: { code: 'unavailable', retryable: true },
    });
    await expect(database.ping(Deadline.in(1_000))).rejects.toMatchObject({ failure: { code: 'unavailable' } });
    await server.restart();
    await answersAgain(database);
    expect(lost.length).toBeGreaterThan(0);
  });

  it('reports a connection that dies inside a transaction', async () => {
    const database = open();
    const outcome = database.transaction(async (tx) => {
      await tx.query('select 1');
      const exited = server.exited;
      server.kill('SIGKILL');
      await exited;
      await tx.query('select 1');
    });
    await expect(outcome).rejects.toMatchObject({ failure: { code: 'unavailable' } });
    await server.restart();
  });

  it('gives up on a server that is frozen, then refuses without waiting, and works when it thaws', async () => {
    const database = open({ connectionTimeoutMs: 200 });
    server.kill('SIGSTOP');
    try {
      await expect(database.query('select 1', [], { deadline: Deadline.in(50) })).rejects.toMatchObject({
        failure: { code: 'deadline-exceeded' },
      });
      await expect(database.query('select 1')).rejects.toMatchObject({ failure: { code: 'unavailable' } });
    } finally {
      server.kill('SIGCONT');
    }
    // Nobody has looked since, and by the pool's clock it is not yet time to.
    await expect(database.query('select 1')).rejects.toMatchObject({ failure: { code: 'unavailable' } });
    await answersAgain(database);
  });

  it('refuses queries once it is closed', async () => {
    const database = open();
    await database.close();
    await database.close();
    await expect(database.query('select 1')).rejects.toMatchObject({ failure: { code: 'unavailable' } });
  });
});

describe('createDatabase on PGlite alone', () => {
  it('gives up on a frozen server in the middle of its connection', async () => {
    const server = await startPglite();
    const database = createDatabase({
      url: server.url,
      applicationName: 'database-spec',
      maxConnections: 1,
      statementTimeoutMs: 60_000,
      connectionTimeoutMs: 60_000,
    });
    await database.query('select 1');
    server.kill('SIGSTOP');
    const frozen = database.query('select 1', [], { deadline: Deadline.in(100) });
    await expect(frozen).rejects.toMatchObject({ failure: { code: 'deadline-exceeded' } });
    server.kill('SIGCONT');
    await answersAgain(database);
    await database.close();
    await server.stop();
  });
});

describe('createDatabase on PostgreSQL alone', () => {
  let server: BackingService;

  beforeAll(async () => {
    server = await startPostgres({ durable: false });
  });

  afterAll(() => server.stop());

  it('has the server cancel a statement that takes too long, and keeps the connection', async () => {
    const database = createDatabase({
      url: server.url,
      applicationName: 'database-spec',
      maxConnections: 1,
      statementTimeoutMs: 100,
      connectionTimeoutMs: 60_000,
    });
    const pid = () => database.query<{ pid: number }>('select pg_backend_pid() as pid');
    const [before] = await pid();
    const slow = database.query('select pg_sleep(30)');
    await expect(slow).rejects.toMatchObject({ failure: { code: 'deadline-exceeded' } });
    expect(await pid()).toEqual([before]);
    await database.close();
  });

  it('calls a server that does not listen unavailable', async () => {
    const database = createDatabase({
      url: 'postgres://nobody@127.0.0.1:1/none',
      applicationName: 'database-spec',
      maxConnections: 1,
      statementTimeoutMs: 100,
      connectionTimeoutMs: 60_000,
    });
    await expect(database.query('select 1')).rejects.toMatchObject({ failure: { code: 'unavailable' } });
    await database.close();
  });
});
