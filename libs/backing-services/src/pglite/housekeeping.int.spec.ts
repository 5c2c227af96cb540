import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { startPglite, type BackingService } from '../index.js';
import { Housekeeping } from './housekeeping.js';

let service: BackingService;
let db: pg.Client;
const asked: string[] = [];
const recorded = {
  query: async <Row>(sql: string) => {
    asked.push(sql);
    return { rows: (await db.query(sql)).rows as Row[] };
  },
};
/** So many rounds that whatever is due is done. */
const rounds = async (housekeeping: Housekeeping): Promise<void> => {
  for (let round = 0; round < 20; round += 1) await housekeeping.round();
};
/** Nine megabytes of log. */
const writeLog = () => db.query(`SELECT pg_logical_emit_message(true, 'test', repeat('x', 9 * 1024 * 1024))`);
const count = (start: string): number => asked.filter((sql) => sql.startsWith(start)).length;

beforeAll(async () => {
  service = await startPglite();
  db = new pg.Client({ connectionString: service.url });
  await db.connect();
});
afterAll(async () => {
  await db.end();
  await service.stop();
});

test('a table that has grown gets statistics, once', async () => {
  await db.query('CREATE TABLE notes AS SELECT n, repeat(n::text, 20) AS text FROM generate_series(1, 20000) n');
  const housekeeping = new Housekeeping(recorded);
  await rounds(housekeeping);
  expect(count('VACUUM')).toBe(1);
  const { rows } = await db.query(`SELECT reltuples::int AS rows FROM pg_class WHERE relname = 'notes'`);
  expect(rows).toEqual([{ rows: 20000 }]);
  await db.query('INSERT INTO notes SELECT * FROM notes');
  await rounds(housekeeping);
  expect(count('VACUUM')).toBe(2);
});

test('of a large table a small sample makes the statistics, and the setting for it stays with nobody', async () => {
  asked.length = 0;
  await db.query(`CREATE TABLE large AS SELECT n, repeat(md5(n::text), 30) AS text FROM generate_series(1, 20000) n`);
  await rounds(new Housekeeping(recorded));
  expect(asked.filter((sql) => sql.includes('large'))).toEqual([
    'VACUUM (SKIP_LOCKED) large',
    'SET LOCAL default_statistics_target = 3; ANALYZE (SKIP_LOCKED) large',
  ]);
  const { rows: planner } = await db.query<{ rows: number }>(
    `SELECT reltuples::int AS rows FROM pg_class WHERE relname = 'large'`,
  );
  expect(Math.abs(planner[0]!.rows - 20_000)).toBeLessThan(1000);
  const { rows } = await db.query('SHOW default_statistics_target');
  expect(rows).toEqual([{ default_statistics_target: '100' }]);
});

test('a large table that grows is vacuumed every 8 MB, and gets statistics when it has grown by a fifth', async () => {
  await db.query('CREATE TABLE growing (text text)');
  await db.query('ALTER TABLE growing ALTER COLUMN text SET STORAGE PLAIN');
  const grow = (rows: number) =>
    db.query(`INSERT INTO growing SELECT repeat('x', 4000) FROM generate_series(1, ${rows})`);
  const housekeeping = new Housekeeping(recorded);
  await grow(16_000);
  await rounds(housekeeping);
  asked.length = 0;
  await grow(2_200);
  await rounds(housekeeping);
  expect(asked.filter((sql) => sql.includes('growing'))).toEqual(['VACUUM (SKIP_LOCKED) growing']);
  await grow(1_200);
  await rounds(housekeeping);
  expect(asked.filter((sql) => sql.includes('ANALYZE (SKIP_LOCKED) growing'))).toHaveLength(1);
  await db.query('DROP TABLE growing');
});

test('a table that is gone when its turn comes stops nobody', async () => {
  await db.query(`CREATE TABLE leaving AS SELECT n, repeat(md5(n::text), 30) AS text FROM generate_series(1, 9000) n`);
  const housekeeping = new Housekeeping(recorded);
  asked.length = 0;
  while (!asked.includes('VACUUM (SKIP_LOCKED) leaving')) await housekeeping.round();
  await db.query('DROP TABLE leaving');
  const failed: unknown[] = [];
  for (let round = 0; round < 6; round += 1) await housekeeping.round().catch((error: unknown) => failed.push(error));
  expect(failed).toEqual([expect.objectContaining({ message: expect.stringContaining('"leaving" does not exist') })]);
  const other = new pg.Client({ connectionString: service.url });
  await other.connect();
  expect((await other.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await other.end();
});

test('there is a checkpoint at the beginning and after every 8 MB of log', async () => {
  asked.length = 0;
  const housekeeping = new Housekeeping(recorded);
  await rounds(housekeeping);
  expect(count('CHECKPOINT')).toBe(1);
  await writeLog();
  await rounds(housekeeping);
  expect(count('CHECKPOINT')).toBe(2);
});

test('everybody waits for one statement at most in a round, and tables have their turn however much is written', async () => {
  const housekeeping = new Housekeeping(recorded);
  await db.query('CREATE TABLE written AS SELECT n, repeat(n::text, 20) AS text FROM generate_series(1, 20000) n');
  const costly: string[][] = [];
  for (let round = 0; round < 30; round += 1) {
    await writeLog();
    asked.length = 0;
    await housekeeping.round();
    costly.push(asked.filter((sql) => /CHECKPOINT|VACUUM|ANALYZE/.test(sql)));
  }
  expect(Math.max(...costly.map((statements) => statements.length))).toBe(1);
  expect(costly.filter(([statement]) => statement === 'CHECKPOINT')).toHaveLength(15);
  expect(costly.flat().some((sql) => sql.includes('ANALYZE (SKIP_LOCKED) written'))).toBe(true);
});
