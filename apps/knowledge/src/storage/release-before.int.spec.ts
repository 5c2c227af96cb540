import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { KeptTexts, type Database } from '#platform/database';
import { eventually, testBackingServices } from '#testing';
import { connect, migrateKnowledge, openKnowledge, type OpenKnowledge } from '../testing/open-knowledge.js';
import { classifiersTable } from './migrations.js';

const services = testBackingServices({ database: 'pglite' });
let database: Database;
let knowledge: OpenKnowledge;

beforeEach(async () => {
  const url = await services.freshDatabase();
  await migrateKnowledge(url);
  database = connect(url);
  knowledge = openKnowledge(database);
  await knowledge.publish({ id: 'wifi' });
  await knowledge.publish({ id: 'sound' });
});
afterEach(() => database.close());

/** What the release before `keep-classifiers-in-parts` sends, to the letter: a whole model for each assistant. */
const before = {
  learn: (assistant: string) =>
    database.query<{ version: number; sops: unknown[]; kept: unknown }>(
      `select coalesce((select version from knowledge.scopes where assistant = $1), 0) as version,
         (select jsonb_agg(jsonb_build_object('id', s.id, 'texts', to_jsonb(s.asks || s.title || array(
           select c.heading from knowledge.chunks c where c.sop = s.id order by c.ordinal))) order by s.id)
          from knowledge.sops s where s.assistant = $1) as sops,
         (select model from knowledge.classifiers where assistant = $1) as kept`,
      [assistant],
    ),
  keep: (assistant: string, model: unknown) =>
    database.query(
      `insert into knowledge.classifiers (assistant, model) values ($1, $2::jsonb)
       on conflict (assistant) do update set model = excluded.model`,
      [assistant, JSON.stringify(model)],
    ),
};

describe('the release before, on this schema', () => {
  test('reads what it learns from, keeps what it learned, and finds it again', async () => {
    expect(await before.learn('tech')).toMatchObject([
      { version: 2, sops: [{ id: 'sound' }, { id: 'wifi' }], kept: null },
    ]);
    for (const turn of [1, 2]) {
      await before.keep('tech', { turn });
      await before.keep('booking', { turn: -turn });
    }
    expect(await before.learn('tech')).toMatchObject([{ kept: { turn: 2 } }]);
    expect(await before.learn('booking')).toMatchObject([{ kept: { turn: -2 } }]);
  });

  test('and this one do not get in each other’s way', async () => {
    await before.keep('tech', { of: 'before' });
    const texts = new KeptTexts(database, classifiersTable);
    await texts.save('tech', 'one', 'x'.repeat(600_000), 2);
    await knowledge.classifiers.start();
    await eventually(async () => {
      const rows = await database.query(`select from knowledge.classifiers where owner = 'tech' and part = 0`);
      expect(rows).toHaveLength(2);
    });
    await before.keep('tech', { of: 'before, again' });
    expect(await texts.load('tech', 'one')).toHaveLength(600_000);
    expect(await before.learn('tech')).toMatchObject([{ kept: { of: 'before, again' } }]);
  });
});
