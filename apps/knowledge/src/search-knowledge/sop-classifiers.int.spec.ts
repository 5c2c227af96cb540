import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '#platform/database';
import { eventually, testBackingServices } from '#testing';
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
  await knowledge.publish({ id: 'sound' });
  await knowledge.classifiers.start();
});
afterEach(() => database.close());

/** The scope as it is now, as an instance that has just begun reads it. */
const now = async () => {
  const { vocabulary, state } = await openKnowledge(database).vocabularies.of('tech');
  return { version: vocabulary.version, state };
};
const learned = async () => {
  const origin = await now();
  return eventually(() => {
    const taught = knowledge.classifiers.of('tech', origin);
    if (!taught.settled || !taught.classifier) throw new Error('It is being learned.');
    return taught.classifier;
  });
};
const likelihoodOf = (sop: string, query: string, by: Awaited<ReturnType<typeof learned>>): number =>
  by.classify(query).find(({ id }) => id === sop)!.likelihood;

describe('what tells SOPs apart', () => {
  test('belongs to a state: another one of the same version is learned anew, and nothing is settled until it is', async () => {
    const before = await now();
    const first = await learned();
    await database.query(
      `update knowledge.sops set asks = '{what is the password, password please}' where id = 'wifi'`,
    );
    const after = await now();
    expect([after.version, after.state === before.state]).toEqual([before.version, false]);
    expect(knowledge.classifiers.of('tech', after)).toEqual({ classifier: first, settled: false });
    const second = await learned();
    expect(likelihoodOf('wifi', 'password', second)).toBeGreaterThan(likelihoodOf('wifi', 'password', first));
  });

  test('is not gone by once another version was published', async () => {
    await learned();
    await knowledge.publish({ id: 'lights' });
    expect(knowledge.classifiers.of('tech', await now())).toEqual({ classifier: undefined, settled: false });
  });

  test('is not learned again for a state that says the same', async () => {
    const first = await learned();
    await database.query('update knowledge.sops set owner = owner');
    expect(knowledge.classifiers.of('tech', await now()).settled).toBe(false);
    expect(await learned()).toBe(first);
  });

  test('is taken up from what the same release kept, and from no other', async () => {
    const kept = async () => {
      const rows = await database.query<{ fingerprint: string; at: string }>(
        `select fingerprint, kept_at::text as at from knowledge.classifiers where owner = 'tech' order by fingerprint`,
      );
      return rows.map(({ fingerprint, at }) => `${fingerprint} ${at}`);
    };
    const first = await eventually(async () => {
      const rows = await kept();
      expect(rows).toHaveLength(1);
      return rows;
    });
    await openKnowledge(database).classifiers.start();
    await openKnowledge(database, { release: 'r2' }).classifiers.start();
    await eventually(async () => expect(await kept()).toEqual([...first, expect.stringMatching(/\.r2 /)]));
  });
});
