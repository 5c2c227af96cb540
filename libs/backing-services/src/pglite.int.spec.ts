import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { connect } from 'node:net';
import pg from 'pg';
import { startPglite, type BackingService } from './index.js';
import { encodeMessage } from './pglite/frontend-messages.js';
import { scratchFolder } from './scratch.js';

const scratch = scratchFolder('pglite-spec');
const folder = scratch.path;
const running: BackingService[] = [];

async function start(options: Parameters<typeof startPglite>[0] = {}): Promise<BackingService> {
  const service = await startPglite(options);
  running.push(service);
  return service;
}

async function connected(service: BackingService): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: service.url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

afterAll(async () => {
  await Promise.all(running.map((service) => service.stop()));
  scratch.remove();
});

describe('many clients on one session', () => {
  let service: BackingService;
  let pool: pg.Pool;

  beforeAll(async () => {
    service = await start();
    pool = new pg.Pool({ connectionString: service.url, max: 20 });
  });
  afterAll(() => pool.end());

  test('each of 20 clients gets the answer to its own question, with unnamed and with named statements', async () => {
    const ask = async (number: number): Promise<unknown[]> => {
      const text = `SELECT $1::int AS n, '${number}' AS text${number}`;
      const named = number % 2 === 0 ? { name: `question-${number % 20}`, text: 'SELECT $1::int AS n' } : { text };
      const { rows } = await pool.query<Record<string, unknown>>({ ...named, values: [number] });
      return Object.values(rows[0]!);
    };
    const numbers = Array.from({ length: 2000 }, (_, number) => number);
    const answers = await Promise.all(numbers.map(ask));
    expect(answers).toEqual(numbers.map((number) => (number % 2 === 0 ? [number] : [number, String(number)])));
  });

  test('a question that arrives in pieces is answered as one, whatever others ask in between', async () => {
    const { hostname, port } = new URL(service.url);
    const socket = connect({ host: hostname, port: Number(port) });
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
    const until = async (words: string): Promise<void> => {
      while (!received.includes(words)) await once(socket, 'data');
    };
    const startup = Buffer.from('\0\0\0\x15\0\x03\0\0user\0postgres\0\0', 'latin1');
    startup.writeInt32BE(startup.length, 0);
    socket.write(startup);
    await until('Z\0\0\0\x05I');
    const none = Buffer.alloc(2);
    socket.write(encodeMessage('P', '', `SELECT 'mine' AS whose`, none));
    await pool.query(`SELECT $1::text AS whose`, ['theirs']);
    socket.write(encodeMessage('B', '', '', none, none, none));
    await pool.query(`SELECT $1::text AS whose`, ['theirs']);
    socket.write(Buffer.concat([encodeMessage('E', '', Buffer.alloc(4)), encodeMessage('S')]));
    await until('SELECT 1');
    expect(received).toContain('mine');
    socket.destroy();
  });

  test('two clients may prepare different statements under one name', async () => {
    const [one, other] = [await connected(service), await connected(service)];
    await one.query({ name: 'find', text: 'SELECT 1 AS it' });
    await other.query({ name: 'find', text: 'SELECT 2 AS it' });
    expect((await one.query({ name: 'find', text: 'SELECT 1 AS it' })).rows).toEqual([{ it: 1 }]);
    await one.end();
    expect((await other.query({ name: 'find', text: 'SELECT 2 AS it' })).rows).toEqual([{ it: 2 }]);
    await other.end();
    // The server hears of the goodbye on another connection than the question; the test ends in its timeout if it never does.
    const left = `SELECT 1 FROM pg_prepared_statements WHERE statement LIKE 'SELECT _ AS it'`;
    while ((await pool.query(left)).rows.length > 0);
  });

  test('nobody else works inside an open transaction', async () => {
    await pool.query('CREATE TABLE counters (id int PRIMARY KEY, value int)');
    await pool.query('INSERT INTO counters VALUES (1, 0)');
    const increment = async (): Promise<void> => {
      const client = await pool.connect();
      await client.query('BEGIN');
      const { rows } = await client.query<{ value: number }>('SELECT value FROM counters WHERE id = 1');
      await client.query('UPDATE counters SET value = $1 WHERE id = 1', [rows[0]!.value + 1]);
      await client.query('COMMIT');
      client.release();
    };
    await Promise.all(Array.from({ length: 100 }, increment));
    expect((await pool.query('SELECT value FROM counters')).rows).toEqual([{ value: 100 }]);
  });

  test('an error in one client is its own', async () => {
    const failing = Promise.allSettled(Array.from({ length: 50 }, () => pool.query('SELECT nonsense')));
    const good = Promise.all(Array.from({ length: 50 }, (_, n) => pool.query('SELECT $1::int AS n', [n])));
    expect((await failing).every(({ status }) => status === 'rejected')).toBe(true);
    expect((await good).map(({ rows }) => (rows as { n: number }[])[0]!.n)).toEqual([...Array(50).keys()]);
  });

  test('a client that is cut off inside a transaction leaves nothing of it and blocks nobody', async () => {
    await pool.query('CREATE TABLE visits (id int)');
    const client = await connected(service);
    await client.query('BEGIN');
    await client.query('INSERT INTO visits VALUES (1)');
    const waiting = pool.query('SELECT count(*)::int AS visits FROM visits');
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    expect((await waiting).rows).toEqual([{ visits: 0 }]);
  });

  test('vectors are searched, and large results and parameters pass', async () => {
    await pool.query('CREATE TABLE passages (id int, embedding vector(3))');
    await pool.query(`INSERT INTO passages VALUES (1, '[1,0,0]'), (2, '[0,1,0]')`);
    const nearest = await pool.query(`SELECT id FROM passages ORDER BY embedding <=> '[0,0.9,0.1]' LIMIT 1`);
    expect(nearest.rows).toEqual([{ id: 2 }]);
    const large = 'x'.repeat(5_000_000);
    const { rows } = await pool.query<{ text: string }>('SELECT $1::text AS text', [large]);
    expect(rows[0]!.text).toBe(large);
  });

  test('COPY FROM STDIN is refused with a word, and the session goes on', async () => {
    await expect(pool.query('COPY visits FROM STDIN')).rejects.toThrow(/COPY/);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });
});

describe('data on disk', () => {
  test('what was committed survives SIGKILL under load, again and again', async () => {
    const service = await start({ dataDir: join(folder, 'killed') });
    const setUp = await connected(service);
    await setUp.query('CREATE TABLE notes (id int PRIMARY KEY)');
    await setUp.end();
    const acknowledged: number[] = [];
    let next = 0;
    for (let round = 0; round < 3; round++) {
      const client = await connected(service);
      const until = acknowledged.length + 200;
      const writing = (async () => {
        for (;;) {
          const id = next++;
          await client.query('INSERT INTO notes VALUES ($1)', [id]);
          acknowledged.push(id);
          if (acknowledged.length === until) service.kill('SIGKILL');
        }
      })();
      await expect(writing).rejects.toThrow();
      expect(await service.exited).toEqual({ code: null, signal: 'SIGKILL' });
      await service.restart();
    }
    const client = await connected(service);
    const { rows } = await client.query<{ id: number }>('SELECT id FROM notes');
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged));
    await client.end();
  });

  test('a folder that holds half a database is set aside, and a new one is made', async () => {
    const dataDir = join(folder, 'half');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'PG_VERSION'), '18\n');
    mkdirSync(`${dataDir}.draft`);
    const service = await start({ dataDir });
    const client = await connected(service);
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await client.end();
    expect(service.log()).toContain(`kept as ${dataDir}.incomplete-1`);
    expect(readdirSync(folder).filter((name) => name.startsWith('half'))).toEqual(['half', 'half.incomplete-1']);
  });

  test('a second process on the same folder is refused with one sentence', async () => {
    const dataDir = join(folder, 'shared');
    await start({ dataDir });
    await expect(start({ dataDir })).rejects.toThrow(`${dataDir} is in use by another process.`);
  });

  test('the port stays the same over a restart', async () => {
    const service = await start();
    const { port, pid } = service;
    await service.restart();
    expect(service.port).toBe(port);
    expect(service.pid).not.toBe(pid);
  });
});
