import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDatabase, migrate, type Database } from '#platform/database';
import { testBackingServices } from '#testing';
import { gatewayMigrations, gatewaySchema } from '../migrations/gateway-migrations.js';
import { Kept } from './cached-answer.js';
import { PostgresTier } from './postgres-tier.js';
import { answerOf } from './test-answers.js';

const services = testBackingServices({ database: 'pglite' });

describe('answers in PostgreSQL', () => {
  let database: Database;
  let statements: string[] = [];
  let tier: PostgresTier;
  beforeAll(async () => {
    const url = await services.freshDatabase();
    await migrate({ url, schema: gatewaySchema, migrations: gatewayMigrations });
    const timeouts = { statementTimeoutMs: 60_000, connectionTimeoutMs: 60_000 };
    database = createDatabase({ url, applicationName: 'spec', maxConnections: 2, ...timeouts });
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.query('delete from gateway.cached_answers');
    const query: Database['query'] = (sql, values, options) => {
      statements.push(sql.trim().split(/\s/, 2).join(' '));
      return database.query(sql, values, options);
    };
    tier = new PostgresTier({ query }, { tierMs: 60_000, keepMs: 60_000 });
    statements = [];
  });

  const keep = (key: string, knowledge: string, text = 'a') => tier.set(key, new Kept(answerOf(text, { knowledge })));
  const keys = async () => {
    const rows = await database.query<{ key: string }>('select key from gateway.cached_answers order by key');
    return rows.map(({ key }) => key);
  };
  const fill = (count: number) =>
    database.query(
      `insert into gateway.cached_answers (key, knowledge, answer, kept_at)
       select 'old ' || n, 'now', '{}', now() - n * interval '1 s' from generate_series(1, $1) as n`,
      [count],
    );

  it('come back to the letter, whatever is in them', async () => {
    const odd = `"quoted" \\ {braces}, NULL,\n’ and 🙂`;
    await Promise.all([keep('a', 'one', odd), keep('b', 'two'), keep('b', 'two', 'later')]);
    expect(await tier.get('a')).toMatchObject({ answer: answerOf(odd, { knowledge: 'one' }) });
    expect(await tier.get('b')).toMatchObject({ answer: answerOf('later', { knowledge: 'two' }) });
  });

  it('are taken up from the newest, as many and as much as there is room for', async () => {
    for (const key of ['a', 'b', 'c', 'd']) await keep(key, 'one', 'x'.repeat(1_000));
    // The clock may not have moved between two of them.
    await database.query(`update gateway.cached_answers set kept_at = kept_at + (ascii(key) || ' s')::interval`);
    const found = async (limit: number, bytes: number) => (await tier.newest(limit, bytes)).map(({ key }) => key);
    expect(await found(10, 100_000)).toEqual(['d', 'c', 'b', 'a']);
    expect(await found(2, 100_000)).toEqual(['d', 'c']);
    expect(await found(10, 2_900)).toEqual(['d', 'c']);
  });

  it('of states that have passed are deleted, once nobody may say their name any more', async () => {
    for (const state of ['one', 'two', 'three']) await keep(state, state);
    await tier.tidy(['one', 'two']);
    expect(await keys()).toEqual(['one', 'two']);
    // The other release of knowledge names its states otherwise, and may be asked next.
    await keep('three', 'three');
    await tier.tidy(['three']);
    expect(await keys()).toEqual(['one', 'three', 'two']);
    for (let times = 0; times < 8; times += 1) await tier.tidy(['three']);
    expect(await keys()).toHaveLength(3);
    await tier.tidy(['three']);
    expect(await keys()).toEqual(['three']);
  });

  it('are not looked at while knowledge stays as it is and little was added', async () => {
    await tier.tidy(['one']);
    statements = [];
    await keep('a', 'one');
    for (let times = 0; times < 20; times += 1) await tier.tidy(['one']);
    expect(statements).toEqual(['insert into']);
  });

  it('that are too many are deleted, the oldest first', async () => {
    await fill(50_020);
    await tier.tidy(['now']);
    expect(await keys()).toHaveLength(50_000);
    expect(await tier.get('old 50001')).toBeNull();
  });
});
