import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '#platform/database';
import { FakeClock, testBackingServices } from '#testing';
import {
  connect,
  dumpProjection,
  migrateKnowledge,
  openKnowledge,
  sopsOf,
  type OpenKnowledge,
} from '../testing/open-knowledge.js';
import { rebuildProjection } from './rebuild-projection.js';

const services = testBackingServices({ database: 'pglite' });
let database: Database;
let knowledge: OpenKnowledge;
let clock: FakeClock;

beforeEach(async () => {
  const url = await services.freshDatabase();
  await migrateKnowledge(url);
  database = connect(url);
  clock = new FakeClock();
  knowledge = openKnowledge(database, { clock });
  await knowledge.publish({ id: 'wifi', title: 'Wi-Fi' });
  clock.advance(61_001);
  await knowledge.publish({ id: 'sound', assistant: 'tech', sites: ['mill'] });
  clock.advance(61_001);
  await knowledge.publish({ id: 'wifi', title: 'Wireless', assistant: 'booking' }, 1, 'staff:bob');
});
afterEach(() => database.close());

const rebuild = (options: Partial<Parameters<typeof rebuildProjection>[0]> = {}) =>
  rebuildProjection({ database, log: knowledge.log, indexer: knowledge.indexer, ...options });

describe('rebuilding the projection', () => {
  test('gives what was there, to the last byte', async () => {
    const before = await dumpProjection(database);
    expect(before['sop_versions']).toHaveLength(3);
    expect(await rebuild()).toBe(2);
    expect(await dumpProjection(database)).toEqual(before);
  });

  test('brings back what was lost, and takes away what was never published', async () => {
    const before = await dumpProjection(database);
    await database.query(`delete from knowledge.sops where id = 'sound'`);
    await database.query(`update knowledge.sops set title = 'Tampered' where id = 'wifi'`);
    await database.query(`update knowledge.sop_versions set sop = 'invented' where sop = 'sound'`);
    await rebuild();
    expect(await dumpProjection(database)).toEqual(before);
  });

  test('brings everything back from nothing', async () => {
    const before = await dumpProjection(database);
    for (const table of ['sops', 'sop_versions', 'scopes']) await database.query(`delete from knowledge.${table}`);
    expect(await rebuild()).toBe(2);
    expect(await dumpProjection(database)).toEqual(before);
  });

  test('loses no publication that comes while it reads', async () => {
    let published = false;
    const { log } = knowledge;
    const readStream: typeof log.readStream = async (...args) => {
      if (!published) await knowledge.publish({ id: 'lights' });
      published = true;
      return log.readStream(...args);
    };
    expect(await rebuild({ log: { feed: log.feed, readStream } })).toBe(3);
    expect(sopsOf((await knowledge.find('tell me about lights')).passages)[0]).toBe('lights');
  });

  test('gives up when publications never pause', async () => {
    let published = 0;
    const { log } = knowledge;
    const readStream: typeof log.readStream = async (...args) => {
      if (args[0] === 'sop-wifi') await knowledge.publish({ id: `more-${(published += 1)}` });
      return log.readStream(...args);
    };
    await expect(rebuild({ log: { feed: log.feed, readStream } })).rejects.toMatchObject({
      failure: { code: 'unavailable' },
    });
    expect(await knowledge.publisher.sops.summaries()).toHaveLength(2 + published);
  });
});
