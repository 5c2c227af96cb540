import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HashedEmbedder } from '#ai';
import type { Database } from '#platform/database';
import { eventually, testBackingServices } from '#testing';
import { rebuildProjection } from '../index-sops/rebuild-projection.js';
import { reindexSops } from '../index-sops/reindex-sops.js';
import { connect, migrateKnowledge, openKnowledge, type OpenKnowledge } from '../testing/open-knowledge.js';

const services = testBackingServices({ database: 'pglite' });
let database: Database;
let knowledge: OpenKnowledge;

beforeEach(async () => {
  const url = await services.freshDatabase();
  await migrateKnowledge(url);
  database = connect(url);
  knowledge = openKnowledge(database);
  await knowledge.publish({ id: 'wifi' });
  await knowledge.publish({ id: 'refunds', assistant: 'booking' });
});
afterEach(() => database.close());

/** A search that is settled: what it needs is read and learned. */
async function settled(of = knowledge) {
  let found = await of.find('about wifi');
  await eventually(async () => {
    found = await of.find('about wifi');
    expect(found.settled).toBe(true);
  });
  return found;
}

describe('the state of knowledge', () => {
  test('has one name for as long as a search finds the same, and searches tell it', async () => {
    const states = await knowledge.states.read();
    expect(Object.keys(states).sort()).toEqual(['booking', 'tech']);
    const { state } = await settled();
    expect(state).toBe(states['tech']);
    expect(await knowledge.states.read()).toEqual(states);
    expect((await openKnowledge(database).find('about wifi')).state).toBe(state);
  });

  test('is settled only once the words and the classifier of that state are there', async () => {
    const first = await openKnowledge(database).find('about wifi');
    expect(first.settled).toBe(false);
    const { state } = await settled();
    await knowledge.publish({ id: 'wifi', title: 'Wireless' }, 1);
    const after = await knowledge.find('about wifi');
    expect(after.settled).toBe(false);
    expect(after.state).not.toBe(state);
    await settled();
  });

  test('has another name after a publication, in the scopes it touches only', async () => {
    const before = await knowledge.states.read();
    await knowledge.publish({ id: 'sound' });
    const after = await knowledge.states.read();
    expect(after['tech']).not.toBe(before['tech']);
    expect(after['booking']).toBe(before['booking']);
    await knowledge.publish({ id: 'sound', assistant: 'booking' }, 1);
    const moved = await knowledge.states.read();
    expect(moved['tech']).not.toBe(after['tech']);
    expect(moved['booking']).not.toBe(after['booking']);
  });

  test('keeps its name where nothing was published: the same content again, a publication that fails', async () => {
    const before = await knowledge.states.read();
    await knowledge.publish({ id: 'wifi' }, 1);
    await expect(knowledge.publish({ id: 'wifi', title: 'Late' }, 0)).rejects.toThrow();
    expect(await knowledge.states.read()).toEqual(before);
  });

  test('has another name once it is indexed by another method, and while two releases search by two', async () => {
    const before = await knowledge.states.read();
    const hashed = new HashedEmbedder();
    const embedder = { id: 'another', dimensions: 384, embed: (texts: readonly string[]) => hashed.embed([...texts]) };
    const newer = openKnowledge(database, { embedder });
    const seen = await newer.states.read();
    expect(seen['tech']).not.toBe(before['tech']);
    await reindexSops({ database, sops: newer.publisher.sops, indexer: newer.indexer });
    expect((await newer.states.read())['tech']).not.toBe(seen['tech']);
  });

  test('has another name after the projection was made anew', async () => {
    const before = await knowledge.states.read();
    await rebuildProjection({ database, log: knowledge.log, indexer: knowledge.indexer });
    const after = await knowledge.states.read();
    expect(Object.keys(after).sort()).toEqual(['booking', 'tech']);
    expect(after['tech']).not.toBe(before['tech']);
  });
});
