import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { testBackingServices, TestBackingServices } from './test-backing-services.js';

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function fillAndRenew(services: TestBackingServices): Promise<void> {
  const first = await services.freshDatabase();
  await run(first, 'CREATE SCHEMA knowledge');
  await run(first, 'CREATE TABLE knowledge.chunks (id int)');
  await run(first, 'CREATE TABLE plain (id int)');
  const second = await services.freshDatabase();
  const left = `SELECT tablename FROM pg_tables WHERE schemaname IN ('knowledge', 'public')`;
  expect(await run(second, left)).toEqual([]);
}

describe.each(['pglite', 'postgres'] as const)('a fresh database on %s', (database) => {
  const services = testBackingServices({ database });

  test('holds nothing of the one before', () => fillAndRenew(services));
});

test('what was not asked for is not there', () => {
  expect(() => new TestBackingServices({}).nats.url).toThrow('did not ask for nats');
});
