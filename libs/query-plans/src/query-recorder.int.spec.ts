import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPglite, type BackingService } from '#backing-services';
import { createDatabase, type Database } from '#platform/database';
import { QueryRecorder } from './query-recorder.js';

describe('QueryRecorder', () => {
  let server: BackingService;
  let database: Database;

  beforeAll(async () => {
    server = await startPglite();
    database = createDatabase({
      url: server.url,
      applicationName: 'spec',
      maxConnections: 2,
      statementTimeoutMs: 60_000,
      connectionTimeoutMs: 60_000,
    });
    await database.query('create table item (id int primary key, name text)');
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  it('notes each text once with its plan, in transactions too, and changes nothing of what they do', async () => {
    const recorder = new QueryRecorder(database);
    const insert = 'insert into item values ($1, $2)';
    await recorder.hot('Items.add', () =>
      recorder.database.transaction(async (tx) => {
        await tx.query('lock table item');
        await tx.query(insert, [1, 'one']);
        await tx.query(insert, [2, 'two']);
      }),
    );
    expect(recorder.methods).toEqual([
      {
        name: 'Items.add',
        hot: true,
        statements: [
          { sql: 'lock table item', plan: [] },
          { sql: insert, plan: ['Insert on item', '  ->  Result'] },
        ],
      },
    ]);
    expect(await database.query('delete from item returning id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('notes statements that are sent at once in the order they were sent in, whichever is explained first', async () => {
    let explainFirst!: () => void;
    const secondExplained = new Promise<void>((resolve) => (explainFirst = resolve));
    const query: Database['query'] = async (sql, params, options) => {
      if (sql === 'explain (costs off) select 1') await secondExplained;
      const rows = await database.query(sql, params, options);
      if (sql === 'explain (costs off) select 2') explainFirst();
      return rows as never;
    };
    const recorder = new QueryRecorder({ ...database, query });
    await recorder.cold('Items.both', () =>
      Promise.all([recorder.database.query('select 1'), recorder.database.query('select 2')]),
    );
    expect(recorder.methods[0]?.statements.map(({ sql }) => sql)).toEqual(['select 1', 'select 2']);
  });

  it('shows of a prepared statement also the plan that does not know its parameters', async () => {
    const recorder = new QueryRecorder(database);
    const sql = 'select name from item where $1::int is null or id = $1';
    await recorder.cold('Items.all', () => recorder.database.query(sql, [null], { name: 'items' }));
    expect(recorder.methods[0]?.statements[0]).toEqual({
      sql,
      plan: ['Seq Scan on item'],
      kept: ['Seq Scan on item', '  Filter: (($1 IS NULL) OR (id = $1))'],
    });
  });

  it('refuses a method that sends nothing, and notes nothing between methods', async () => {
    const recorder = new QueryRecorder(database);
    await recorder.database.query('select 1');
    await expect(recorder.hot('Items.cached', () => Promise.resolve())).rejects.toThrow('Items.cached');
    expect(recorder.methods).toEqual([]);
  });
});
