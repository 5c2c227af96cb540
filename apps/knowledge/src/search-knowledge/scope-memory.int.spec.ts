import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Deadline, toFailure } from '#kernel';
import type { Database } from '#platform/database';
import { testBackingServices } from '#testing';
import { connect, migrateKnowledge, openKnowledge, type OpenKnowledge } from '../testing/open-knowledge.js';
import { readScope } from './scope-content.js';

const services = testBackingServices({ database: 'pglite' });
const publications = 25;
const searchers = 6;
let database: Database;
let instances: OpenKnowledge[];

beforeEach(async () => {
  const url = await services.freshDatabase();
  await migrateKnowledge(url);
  database = connect(url);
  instances = [openKnowledge(database), openKnowledge(database)];
});
afterEach(() => database.close());

const sop = (version: number) => ({
  id: 'wifi',
  title: `Wi-Fi, edition ${version}`,
  body: `# Wi-Fi\n\nAbout the wifi.\n\n## Edition ${version}\n\nAbout edition ${version} of the wifi.`,
});

/** What a search saw, and what it had to see at least. */
interface Seen {
  readonly atLeast: number;
  readonly version: number;
  readonly knowledgeVersion: number;
  readonly headings: string[];
  readonly state: string | undefined;
}

async function searchOnce(knowledge: OpenKnowledge, atLeast: number): Promise<Seen> {
  const { passages, knowledgeVersion, state } = await knowledge.find('about the edition of the wifi');
  return {
    ...{ atLeast, knowledgeVersion, state },
    version: passages[0]!.version,
    headings: passages.map(({ heading }) => heading),
  };
}

describe('searches while an SOP is published again and again', () => {
  test('see every publication that was acknowledged before, and name the state that they saw', async () => {
    const [one] = instances as [OpenKnowledge];
    let acknowledged = 0;
    const names: (string | undefined)[] = [];
    const publish = async (): Promise<void> => {
      await one.publish(sop(acknowledged + 1), acknowledged);
      acknowledged += 1;
      names[acknowledged] = (await one.states.read())['tech'];
    };
    await publish();
    const seen: Seen[] = [];
    const search = async (knowledge: OpenKnowledge): Promise<void> => {
      while (acknowledged < publications) seen.push(await searchOnce(knowledge, acknowledged));
    };
    const searching = Array.from({ length: searchers }, (_, number) => search(instances[number % instances.length]!));
    while (acknowledged < publications) await publish();
    await Promise.all(searching);
    for (const instance of instances) seen.push(await searchOnce(instance, acknowledged));
    expect(seen.filter(({ version, atLeast }) => version < atLeast)).toEqual([]);
    expect(seen.filter(({ version, state }) => state === undefined || state !== names[version])).toEqual([]);
    expect(seen.filter(({ version, knowledgeVersion }) => knowledgeVersion !== version)).toEqual([]);
    expect(seen.filter(({ version, headings }) => !headings.includes(`Edition ${version}`))).toEqual([]);
    expect(new Set(seen.map(({ version }) => version)).size).toBeGreaterThan(5);
    // A database that is late on a busy machine is gone by without.
    const problems = instances.flatMap((instance) => instance.problems);
    expect(problems.filter((problem) => !toFailure(problem).retryable)).toEqual([]);
  });
});

describe('a search of a small scope', () => {
  test('reads the scope once and then nothing but the names of the states', async () => {
    const sent: string[] = [];
    const query: Database['query'] = (sql, params, options) => {
      sent.push(options?.name ?? 'unnamed');
      return database.query(sql, params, options);
    };
    const counting = openKnowledge({ ...database, query });
    await instances[0]!.publish(sop(1));
    await counting.find('wifi');
    await counting.classifiers.start();
    sent.length = 0;
    for (let time = 0; time < 3; time += 1) await counting.find('wifi');
    expect(sent).toEqual(['knowledge-states', 'knowledge-states', 'knowledge-states']);
  });

  test('goes by the database where the scope cannot be read, and says so', async () => {
    const [knowledge] = instances as [OpenKnowledge];
    await knowledge.publish(sop(1));
    const { passages, state } = await knowledge.find('wifi');
    const query: Database['query'] = (sql, params, options) =>
      sql.includes('vector_send') ? Promise.reject(new Error('away')) : database.query(sql, params, options);
    const without = openKnowledge({ ...database, query });
    const found = await without.find('wifi');
    expect(found.state).toBe(state);
    expect(found.passages.map(({ text }) => text)).toEqual(passages.map(({ text }) => text));
    expect(without.problems).toEqual([new Error('away')]);
  });

  test('takes no time from who has none left', async () => {
    const [knowledge] = instances as [OpenKnowledge];
    await knowledge.publish(sop(1));
    const late = { query: 'wifi', assistant: 'tech', limit: 3 };
    await expect(
      knowledge.search.find(late, { deadline: Deadline.in(0), signal: new AbortController().signal }),
    ).rejects.toMatchObject({ failure: { code: 'deadline-exceeded' } });
  });

  test('is of one snapshot: the scope as it is read has the name of its state', async () => {
    const [knowledge] = instances as [OpenKnowledge];
    await knowledge.publish(sop(1));
    const { state, knowledgeVersion, sections } = await readScope(database, 'tech', 10, {});
    expect({ state, knowledgeVersion, sections }).toEqual({
      state: (await knowledge.states.names()).get('tech'),
      knowledgeVersion: 1,
      sections: 2,
    });
  });
});
