import { describe, expect, it } from '@jest/globals';
import { createDatabase } from '#platform/database';
import { testBackingServices } from '../../src/index.js';
import { givenServers, takeDatabase } from './given-servers.js';

const services = testBackingServices({ database: 'postgres' });

async function run(url: string, sql: string): Promise<void> {
  const database = createDatabase({
    url,
    applicationName: 'spec',
    maxConnections: 1,
    statementTimeoutMs: 60_000,
    connectionTimeoutMs: 60_000,
  });
  await database.query(sql).finally(() => database.close());
}

describe('givenServers', () => {
  it('says which servers are given; empty counts as absent', () => {
    expect(givenServers({ DATABASE_URL: 'postgres://a/b', REDIS_URL: '', PATH: '/bin' })).toEqual({
      databaseUrl: 'postgres://a/b',
    });
  });
});

describe('takeDatabase', () => {
  it('takes an empty database, and the same again when measurements have filled it', async () => {
    const url = await services.freshDatabase();
    await takeDatabase(url, false);
    await run(url, 'create table filled (n integer)');
    await expect(takeDatabase(url, false)).resolves.toBeUndefined();
  });

  it('refuses one that holds what is not ours, with one sentence, and leaves it as it is', async () => {
    const url = await services.freshDatabase();
    await run(url, 'create table members (n integer)');
    const refused = takeDatabase(url, false);
    await expect(refused).rejects.toMatchObject({ failure: { code: 'forbidden' } });
    await expect(refused).rejects.toThrow(/holds 1 tables that no benchmark made.*--into-existing/);
    await expect(takeDatabase(url, false)).rejects.toThrow('holds 1 tables');
  });

  it('takes whatever it holds where somebody says so', async () => {
    const url = await services.freshDatabase();
    await run(url, 'create table members (n integer)');
    await expect(takeDatabase(url, true)).resolves.toBeUndefined();
  });
});
