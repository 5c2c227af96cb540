import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HashedEmbedder, Lexicon, type Embedder } from '#ai';
import { fail } from '#kernel';
import type { Database } from '#platform/database';
import { testBackingServices } from '#testing';
import {
  connect,
  dumpProjection,
  migrateKnowledge,
  openKnowledge,
  type OpenKnowledge,
} from '../testing/open-knowledge.js';
import { reindexSops } from './reindex-sops.js';

const services = testBackingServices({ database: 'pglite' });
let database: Database;
let before: OpenKnowledge;

/** The built-in embedder under another name, as one of a provider's, which can be taken away. */
function provider(id: string) {
  const hashed = new HashedEmbedder();
  const state = { works: true };
  const embedder: Embedder = {
    id,
    dimensions: 384,
    embed: (texts) =>
      state.works ? hashed.embed(texts) : Promise.reject(fail('unavailable', 'The model cannot be used.')),
  };
  return { state, embedder };
}

beforeEach(async () => {
  const url = await services.freshDatabase();
  await migrateKnowledge(url);
  database = connect(url);
  before = openKnowledge(database);
  for (const id of ['wifi', 'sound']) await before.publish({ id });
});
afterEach(() => database.close());

const reindex = (knowledge: OpenKnowledge) =>
  reindexSops({ database, sops: knowledge.publisher.sops, indexer: knowledge.indexer });
const methods = () =>
  database.query<{ id: string; embedder: string; analyzer: string }>(
    'select id, embedder, analyzer from knowledge.sops order by id',
  );

describe('indexing anew', () => {
  test('has nothing to do while nothing changed', async () => {
    const dump = await dumpProjection(database);
    expect(await reindex(before)).toEqual({ done: 0, left: 0 });
    expect(await dumpProjection(database)).toEqual(dump);
  });

  test('makes the vectors of another embedder comparable again', async () => {
    const after = openKnowledge(database, { embedder: provider('another').embedder });
    expect((await after.find('about wifi')).passages[0]!.similarity).toBe(0);
    expect(await reindex(after)).toEqual({ done: 2, left: 0 });
    expect((await methods()).map(({ embedder }) => embedder)).toEqual(['another', 'another']);
    expect((await after.find('about wifi')).passages[0]!.similarity).toBeGreaterThan(0.1);
  });

  test('reads the terms anew when the lexicon changed', async () => {
    const after = openKnowledge(database, { lexicon: Lexicon.parse('network: wifi, wireless') });
    expect(await reindex(after)).toEqual({ done: 2, left: 0 });
    expect((await after.find('wireless')).passages[0]).toMatchObject({ sop: 'wifi' });
  });

  test('keeps the version, the text and the scope as they are', async () => {
    const versions = (await dumpProjection(database))['sop_versions'];
    await reindex(openKnowledge(database, { embedder: provider('another').embedder }));
    const after = await dumpProjection(database);
    expect(after['sop_versions']).toEqual(versions);
    expect(after['scopes']).toEqual([{ row: { assistant: 'tech', version: 2 } }]);
  });
});

describe('while the embedder cannot be used', () => {
  test('what is published is found by its words at once, and gets its vectors later', async () => {
    const { state, embedder } = provider('another');
    state.works = false;
    const away = openKnowledge(database, { embedder });
    const { changed } = await away.publish({ id: 'lights' });
    expect(changed).toBe(true);
    expect((await away.find('about lights')).passages[0]).toMatchObject({ sop: 'lights' });
    expect(await reindex(openKnowledge(database, { embedder }))).toEqual({ done: 0, left: 3 });
    state.works = true;
    expect(await reindex(openKnowledge(database, { embedder }))).toEqual({ done: 3, left: 0 });
  });
});
