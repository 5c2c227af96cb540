import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HashedEmbedder, Lexicon, type Embedder } from '#ai';
import { fail } from '#kernel';
import type { Database } from '#platform/database';
import { eventually, testBackingServices } from '#testing';
import { connect, migrateKnowledge, openKnowledge, sopsOf, type OpenKnowledge } from '../testing/open-knowledge.js';

const services = testBackingServices({ database: 'pglite' });
let database: Database;
let knowledge: OpenKnowledge;

const lostThings = {
  id: 'lost-property',
  title: 'Lost property',
  assistant: 'booking',
  asks: ['left my jacket behind', 'did anyone hand in a phone'],
  body: '# Lost property\n\nFound things are kept.\n\n## How long things are kept\n\n1. Thirty days.\n\n## Getting a thing back\n\n1. Make an appointment with the desk.',
};
const refunds = {
  id: 'refunds',
  title: 'Refunds',
  assistant: 'booking',
  asks: ['where is my money'],
  body: '# Refunds\n\nMoney goes back to the card.\n\n## When a refund arrives\n\n1. Count five business days.\n\n## Credit\n\n1. Look into the wallet.',
};
const parking = (site: string) => ({
  id: `parking-${site}`,
  title: `Parking at ${site}`,
  assistant: 'booking',
  sites: [site],
  asks: ['where do I park'],
  body: `# Parking\n\nThere is a lot.\n\n## Where to park\n\n1. Use the spaces of ${site}.`,
});
const lifts = {
  id: 'lifts',
  title: 'Lifts',
  assistant: 'lifts',
  asks: ['stuck in the lift'],
  body: '# Lifts\n\nStay calm.\n\n## In the lift\n\nOnly at: Harbor\n\nAsked as: hoist; between floors\n\nPress the bell.\n\n## In the hoist cellar\n\nOnly at: Mill, Summit\n\nThere is no lift.\n\n## On the stairs\n\nSit down.',
};
const guide = {
  id: 'guide',
  title: 'The long guide',
  assistant: 'guide',
  body: `# The long guide\n\n${Array.from({ length: 9 }, (_, index) => `## Putting ${index}\n\nAbout putting, part ${index}.`).join('\n\n')}`,
};

beforeAll(async () => {
  const url = await services.freshDatabase();
  await migrateKnowledge(url);
  database = connect(url);
  knowledge = openKnowledge(database);
  for (const sop of [lostThings, refunds, parking('harbor'), parking('mill'), guide, lifts])
    await knowledge.publish(sop);
  await knowledge.publish({
    id: 'wifi',
    title: 'Refunds of the Wi-Fi',
    assistant: 'tech',
    asks: ['where is my money'],
  });
});
afterAll(() => database.close());

const booking = { assistant: 'booking' };

describe('a search', () => {
  test('finds only what is wanted where only some SOPs may answer', async () => {
    const query = 'when does the refund arrive';
    const { passages } = await knowledge.find(query, { ...booking, sops: ['lost-property', 'wifi'] });
    expect(sopsOf(passages)).not.toContain('refunds');
    await knowledge.classifiers.start();
    const among = await knowledge.find(query, { ...booking, sops: ['refunds'] });
    expect(sopsOf(among.passages)).toEqual(['refunds']);
    expect(among.passages[0]!.likelihood).toBeCloseTo(1, 5);
  });

  test('finds the section that answers, with its exact place in the body', async () => {
    const { passages, knowledgeVersion, degraded } = await knowledge.find('when does the refund arrive', booking);
    expect(passages[0]).toMatchObject({
      sop: 'refunds',
      version: 1,
      title: 'Refunds',
      heading: 'When a refund arrives',
    });
    const { markdown, bodyStart } = (await knowledge.publisher.sops.version('refunds'))!;
    for (const { start, end, text } of passages.filter(({ sop }) => sop === 'refunds')) {
      expect(markdown.slice(bodyStart + start, bodyStart + end)).toBe(text);
    }
    expect(knowledgeVersion).toBe(4);
    expect(degraded).toEqual([]);
  });

  test('finds an SOP by how people ask for it, though no section says so', async () => {
    const { passages } = await knowledge.find('left my jacket', booking);
    expect(passages[0]).toMatchObject({ sop: 'lost-property' });
    expect(passages[0]!.coverage).toBeCloseTo(1, 5);
  });

  test('goes through slips of the pen', async () => {
    expect(sopsOf((await knowledge.find('refnd', booking)).passages)[0]).toBe('refunds');
    expect(sopsOf((await knowledge.find('jakcet behnid', booking)).passages)[0]).toBe('lost-property');
  });

  test('never shows what belongs to another assistant', async () => {
    for (const query of ['where is my money', 'refunds of the wifi', 'parking', 'guide putting']) {
      const { passages } = await knowledge.find(query, booking);
      expect(sopsOf(passages)).not.toContain('wifi');
      expect(sopsOf(passages)).not.toContain('guide');
    }
    expect(sopsOf((await knowledge.find('where is my money', { assistant: 'tech' })).passages)).toEqual(['wifi']);
  });

  test('never shows what holds at another site', async () => {
    for (const site of ['harbor', 'mill']) {
      const other = site === 'harbor' ? 'mill' : 'harbor';
      const { passages } = await knowledge.find(`where do I park at ${other}`, { ...booking, site, limit: 50 });
      expect(sopsOf(passages)[0]).toBe(`parking-${site}`);
      expect(sopsOf(passages)).not.toContain(`parking-${other}`);
    }
    const everywhere = sopsOf((await knowledge.find('where do I park', { ...booking, limit: 50 })).passages);
    expect(everywhere).toEqual(expect.arrayContaining(['parking-harbor', 'parking-mill']));
    expect(
      sopsOf((await knowledge.find('where do I park', { ...booking, site: 'summit', limit: 50 })).passages),
    ).toEqual(expect.not.arrayContaining(['parking-harbor', 'parking-mill']));
  });

  test('never shows a section that is only for other sites', async () => {
    const headings = async (site?: string) =>
      (await knowledge.find('stuck in the lift', { assistant: 'lifts', site })).passages.map(({ heading }) => heading);
    expect(await headings('harbor')).toContain('In the lift');
    expect(await headings('harbor')).not.toContain('In the hoist cellar');
    expect(await headings('mill')).toContain('In the hoist cellar');
    expect(await headings('mill')).not.toContain('In the lift');
    expect(await headings()).toEqual(expect.arrayContaining(['In the lift', 'In the hoist cellar']));
  });

  test('finds a section by how just that section is asked for', async () => {
    const { passages } = await knowledge.find('between floors', { assistant: 'lifts' });
    expect(passages[0]).toMatchObject({ heading: 'In the lift' });
  });

  test('shows no more than three sections of one SOP, and no more than was asked for', async () => {
    expect((await knowledge.find('putting', { assistant: 'guide', limit: 50 })).passages).toHaveLength(3);
    expect((await knowledge.find('putting', { assistant: 'guide', limit: 2 })).passages).toHaveLength(2);
  });

  test('gives its passages best first, with what was asked for in its ranges', async () => {
    const { passages } = await knowledge.find('refund money jacket', { ...booking, limit: 50 });
    expect(passages.map(({ score }) => score)).toEqual(passages.map(({ score }) => score).sort((a, b) => b - a));
    for (const { similarity, coverage } of passages) {
      expect(Math.abs(similarity)).toBeLessThanOrEqual(1.0001);
      expect(coverage).toBeGreaterThanOrEqual(0);
      expect(coverage).toBeLessThanOrEqual(1);
    }
  });

  test('knows how little of a strange question it covers', async () => {
    const { passages } = await knowledge.find('refund policy of the mongolian opera', booking);
    expect(passages[0]!.coverage).toBeLessThan(0.5);
  });

  test.each(['', '?!…', '\u0000', `'; drop table knowledge.sops; --`, '😀'.repeat(900), 'to be or not to be'])(
    'of %p is answered',
    async (query) => {
      const { knowledgeVersion } = await knowledge.find(query, booking);
      expect(knowledgeVersion).toBe(4);
    },
  );

  test('in a scope without SOPs finds nothing, at version 0', async () => {
    expect(await knowledge.find('refund', { assistant: 'nobody' })).toEqual({
      passages: [],
      knowledgeVersion: 0,
      degraded: [],
      settled: false,
    });
  });

  test('at a site the club does not have is refused', async () => {
    await expect(knowledge.find('refund', { ...booking, site: 'moon' })).rejects.toMatchObject({
      failure: { code: 'unknown-site' },
    });
  });
});

describe('while the embedder cannot be used', () => {
  const away: Embedder = {
    id: new HashedEmbedder().id,
    dimensions: 384,
    embed: () => Promise.reject(fail('unavailable', 'The model cannot be used.')),
  };

  test('a search goes by words alone, and says so', async () => {
    const byWords = openKnowledge(database, { embedder: away });
    const { passages, degraded } = await byWords.find('when does the refund arrive', booking);
    expect(passages[0]).toMatchObject({ sop: 'refunds', similarity: 0 });
    expect(degraded).toEqual(['embedding-unavailable']);
  });
});

describe('with another embedder than the one the SOPs were indexed by', () => {
  test('vectors are not compared: a search goes by words', async () => {
    const same = new HashedEmbedder();
    const renamed: Embedder = { id: 'another', dimensions: 384, embed: (texts) => same.embed(texts) };
    const { passages, degraded } = await openKnowledge(database, { embedder: renamed }).find('refund', booking);
    expect(passages[0]).toMatchObject({ sop: 'refunds', similarity: 0 });
    expect(degraded).toEqual([]);
    expect((await knowledge.find('refund', booking)).passages[0]!.similarity).toBeGreaterThan(0);
  });
});

describe('two instances', () => {
  test('one finds at once what the other published, also under a word it has never heard', async () => {
    const plain = Lexicon.parse('thing: thing');
    const [one, other] = [openKnowledge(database, { lexicon: plain }), openKnowledge(database, { lexicon: plain })];
    await one.publish({ id: 'putter', assistant: 'fresh', title: 'Putter', body: '# Putter\n\nAbout the putter.' });
    expect((await other.find('putter', { assistant: 'fresh' })).knowledgeVersion).toBe(1);
    await one.publish({ id: 'cutter', assistant: 'fresh', title: 'Putted', body: '# Putted\n\nAbout the putted.' });
    expect(sopsOf((await other.find('putted', { assistant: 'fresh' })).passages)).toContain('cutter');
    await eventually(async () => expect((await other.vocabularies.of('fresh')).vocabulary.version).toBe(2));
  });
});
