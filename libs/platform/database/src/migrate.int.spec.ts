import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPglite, startPostgres, type BackingService } from '#backing-services';
import { createDatabase, migrate, SqlError, type Database, type Migration } from './index.js';

const engines: [string, () => Promise<BackingService>][] = [
  ['PGlite', () => startPglite()],
  ['PostgreSQL', () => startPostgres({ durable: false })],
];

const first: Migration = {
  at: 1795374000000,
  name: 'create-things',
  sql: `create table {schema}.thing (id int primary key); create table {schema}.runs (n serial, which text);
        insert into {schema}.runs (which) values ('first')`,
};
const second: Migration = {
  at: 1795374000001,
  name: 'add-name',
  sql: `alter table {schema}.thing add column name text; insert into {schema}.runs (which) values ('second')`,
};

const forSchema = (schema: string, ...migrations: Migration[]): Migration[] =>
  migrations.map((migration) => ({ ...migration, sql: migration.sql.replaceAll('{schema}', schema) }));

describe.each(engines)('migrate on %s', (_name, start) => {
  let server: BackingService;
  let database: Database;

  beforeAll(async () => {
    server = await start();
    database = createDatabase({
      url: server.url,
      applicationName: 'migrate-spec',
      maxConnections: 2,
      statementTimeoutMs: 60_000,
      connectionTimeoutMs: 60_000,
    });
  });

  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  const run = (schema: string, ...migrations: Migration[]) =>
    migrate({ url: server.url, schema, migrations: forSchema(schema, ...migrations) });

  const runs = async (schema: string) =>
    (await database.query<{ which: string }>(`select which from ${schema}.runs order by n`)).map(({ which }) => which);

  it('applies each migration once, in order, and says which', async () => {
    expect(await run('once', second, first)).toEqual(['create-things-1795374000000', 'add-name-1795374000001']);
    expect(await run('once', first, second)).toEqual([]);
    expect(await runs('once')).toEqual(['first', 'second']);
  });

  it('applies only what is new', async () => {
    await run('newer', first);
    expect(await run('newer', first, second)).toEqual(['add-name-1795374000001']);
  });

  it('keeps the books of each schema apart', async () => {
    await run('one', first);
    expect(await run('two', first)).toEqual(['create-things-1795374000000']);
  });

  it('applies nothing of a migration that fails, and goes on from there once it is mended', async () => {
    const broken = { ...second, sql: `${second.sql}; select 1 / 0` };
    await expect(run('broken', first, broken)).rejects.toBeInstanceOf(SqlError);
    expect(await runs('broken')).toEqual(['first']);
    expect(await run('broken', first, second)).toEqual(['add-name-1795374000001']);
  });

  it('lets several processes start at once', async () => {
    const results = await Promise.all(Array.from({ length: 4 }, () => run('racing', first, second)));
    expect(results.flat().sort()).toEqual(['add-name-1795374000001', 'create-things-1795374000000']);
    expect(await runs('racing')).toEqual(['first', 'second']);
  });

  it('refuses names that could be something else', async () => {
    await expect(run('Robert"; --', first)).rejects.toThrow(RangeError);
    await expect(run('named', { ...first, at: 5 })).rejects.toThrow(RangeError);
  });
});

describe('migrate without a server', () => {
  it('says that it is unavailable', async () => {
    const away = migrate({ url: 'postgres://nobody@127.0.0.1:1/none', schema: 'away', migrations: [first] });
    await expect(away).rejects.toMatchObject({ failure: { code: 'unavailable' } });
  });
});
