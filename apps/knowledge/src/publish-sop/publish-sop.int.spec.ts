import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { integrationEvents } from '#contracts';
import { streamOf } from '#event-store';
import { newTraceId } from '#kernel';
import type { Database } from '#platform/database';
import { FakeClock, testBackingServices } from '#testing';
import {
  connect,
  dumpProjection,
  migrateKnowledge,
  openKnowledge,
  type OpenKnowledge,
} from '../testing/open-knowledge.js';
import { sopMarkdown } from '../testing/sop-markdown.js';
import { publishSop } from './publish-sop.js';

const services = testBackingServices({ database: 'pglite' });
let database: Database;
let knowledge: OpenKnowledge;

beforeEach(async () => {
  const url = await services.freshDatabase();
  await migrateKnowledge(url);
  database = connect(url);
  knowledge = openKnowledge(database, { clock: new FakeClock() });
});
afterEach(() => database.close());

const events = (id: string) => knowledge.log.readStream(streamOf('sop', id));
const scopes = async () =>
  Object.fromEntries(
    (await database.query<{ assistant: string; version: number }>('select * from knowledge.scopes')).map((scope) => [
      scope.assistant,
      scope.version,
    ]),
  );

describe('publishing', () => {
  test('makes a new SOP version 1, as an event and in the projection', async () => {
    const { sop, changed } = await knowledge.publish({ id: 'wifi', title: 'Guest Wi-Fi', asks: ['wifi password'] });
    expect(changed).toBe(true);
    expect(sop).toMatchObject({
      id: 'wifi',
      title: 'Guest Wi-Fi',
      version: 1,
      publishedAt: '2026-01-15T09:00:00.000Z',
    });
    expect(await knowledge.publisher.sops.summaries('tech')).toEqual([sop]);
    expect(await knowledge.publisher.sops.summaries('booking')).toEqual([]);
    const [event] = await events('wifi');
    expect(event).toMatchObject({ type: 'sop-published', version: 1, actor: 'staff:ann', streamVersion: 1 });
    expect(integrationEvents['sop-published'].schema.parse(event!.data)).toMatchObject({
      id: 'wifi',
      version: 1,
      asks: ['wifi password'],
      contentHash: sop.contentHash,
    });
  });

  test('of a change keeps the version before, readable as it was', async () => {
    await knowledge.publish({ id: 'wifi', title: 'Old' });
    await knowledge.publish({ id: 'wifi', title: 'New' }, 1);
    const { sops } = knowledge.publisher;
    expect(await sops.version('wifi', 1)).toMatchObject({
      version: 1,
      title: 'Old',
      markdown: sopMarkdown({ id: 'wifi', title: 'Old' }),
    });
    const now = await sops.version('wifi');
    expect(now).toMatchObject({ version: 2, title: 'New' });
    expect(now!.markdown.slice(now!.bodyStart)).toMatch(/^# New/);
    expect(await sops.version('wifi', 3)).toBeUndefined();
    expect(await sops.version('nothing')).toBeUndefined();
  });

  test('the same again changes nothing, not even the version of the scope', async () => {
    const first = await knowledge.publish({ id: 'wifi' });
    const before = await dumpProjection(database);
    expect(await knowledge.publish({ id: 'wifi' }, 0)).toEqual({ sop: first.sop, changed: false });
    expect(await dumpProjection(database)).toEqual(before);
    expect(await events('wifi')).toHaveLength(1);
  });

  test('what is based on another version is refused with the current one', async () => {
    await knowledge.publish({ id: 'wifi', title: 'One' });
    await expect(knowledge.publish({ id: 'wifi', title: 'Two' }, 0)).rejects.toMatchObject({
      failure: { code: 'version-conflict', message: 'The current version is 1; this was based on none.' },
    });
    expect(await events('wifi')).toHaveLength(1);
  });

  test('what may not be published leaves nothing behind', async () => {
    const publication = {
      id: 'wifi',
      markdown: sopMarkdown({ id: 'wifi', body: '# Wi-Fi\n\nTBD' }),
      baseVersion: 0,
      actor: 'a',
    };
    await expect(publishSop(knowledge.publisher, publication, { traceId: newTraceId() })).rejects.toMatchObject({
      failure: { code: 'content-refused', places: [{ path: 'body.3' }] },
    });
    expect(await events('wifi')).toEqual([]);
  });

  test('moves the version of its scope, and of both scopes when the assistant changes', async () => {
    await knowledge.publish({ id: 'wifi', assistant: 'tech' });
    await knowledge.publish({ id: 'sound', assistant: 'tech' });
    expect(await scopes()).toEqual({ tech: 2 });
    await knowledge.publish({ id: 'wifi', assistant: 'booking' }, 1);
    expect(await scopes()).toEqual({ booking: 1, tech: 3 });
  });

  test('by two at once has one winner, and the other is told the version', async () => {
    await knowledge.publish({ id: 'wifi', title: 'Start' });
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => knowledge.publish({ id: 'wifi', title: `Title ${index}` }, 1)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      expect(result.reason).toMatchObject({
        failure: { code: 'version-conflict', message: 'The current version is 2; this was based on version 1.' },
      });
    }
    expect(await events('wifi')).toHaveLength(2);
  });

  test('of the same new content by two at once is one publication', async () => {
    const results = await Promise.all(Array.from({ length: 4 }, () => knowledge.publish({ id: 'wifi' })));
    expect(results.filter(({ changed }) => changed)).toHaveLength(1);
    expect(await events('wifi')).toHaveLength(1);
  });

  test('writes the event and the projection together or not at all', async () => {
    await database.query('alter table knowledge.chunks add constraint no_more check (false) not valid');
    await expect(knowledge.publish({ id: 'wifi' })).rejects.toThrow();
    expect(await events('wifi')).toEqual([]);
    expect(await scopes()).toEqual({});
    await database.query('alter table knowledge.chunks drop constraint no_more');
    expect((await knowledge.publish({ id: 'wifi' })).sop.version).toBe(1);
  });

  test('onto a log that is ahead of the projection is refused, not tried for ever', async () => {
    await knowledge.publish({ id: 'wifi', title: 'One' });
    await knowledge.publish({ id: 'wifi', title: 'Two' }, 1);
    await database.query(`update knowledge.sops set version = 1 where id = 'wifi'`);
    await expect(knowledge.publish({ id: 'wifi', title: 'Three' }, 1)).rejects.toMatchObject({
      failure: { code: 'version-conflict' },
    });
  });
});
