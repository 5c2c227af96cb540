import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { embeddingDimensions, HashedEmbedder } from '#ai';
import type { Database } from '#platform/database';
import { testBackingServices } from '#testing';
import { isHeldOut, readLabeledQuestions } from '#testing/club';
import { importSops } from '../import-sops/import-sops.js';
import { lexicon } from '../language/lexicon.js';
import { readQuery } from '../language/read-query.js';
import { connect, migrateKnowledge, openKnowledge, testSites, type OpenKnowledge } from '../testing/open-knowledge.js';
import { moveScopes, writeCurrent } from '../storage/projection.js';
import { rankScope } from './rank-scope.js';
import { readScope, type ScopeContent } from './scope-content.js';
import { sectionsAtMost } from './scope-memory.js';
import { search, searchWeights, type Search } from './search-sql.js';

const services = testBackingServices({ database: 'pglite' });
const repository = resolve(import.meta.dirname, '../../../..');
const assistants = ['emergency', 'booking', 'tech', 'brand'];
const limits = [8, 3, 1, 50];
const asked = readLabeledQuestions(repository)
  .filter((question) => question.sops.length > 0 && !isHeldOut(question))
  .map((question, index) => ({ ...question, limit: limits[index % limits.length]! }));
const embedder = new HashedEmbedder();
let database: Database;
let knowledge: OpenKnowledge;
const scopes = new Map<string, ScopeContent>();

beforeAll(async () => {
  const url = await services.freshDatabase();
  await migrateKnowledge(url);
  database = connect(url);
  knowledge = openKnowledge(database);
  const folders = assistants.map((assistant) => join(repository, 'apps/assistants', assistant, 'sops'));
  await importSops({ database, publisher: knowledge.publisher }, folders);
  await knowledge.classifiers.start();
  // One SOP that another embedder made: its vectors are not compared.
  await database.query(`update knowledge.sops set embedder = 'another' where id = (select min(id) from knowledge.sops
    where assistant = 'booking')`);
  for (const assistant of assistants) scopes.set(assistant, await readScope(database, assistant, sectionsAtMost, {}));
});
afterAll(() => database.close());

interface Question {
  readonly text: string;
  readonly assistant: string;
  readonly limit: number;
}

async function searchFor({ text, assistant, limit }: Question, site: string | undefined, embeds: boolean) {
  const { vocabulary, state } = await knowledge.vocabularies.of(assistant);
  const query = readQuery(text, vocabulary, lexicon);
  const [embedding] = await embedder.embed([query.text]);
  const likelihoods =
    knowledge.classifiers.of(assistant, { version: vocabulary.version, state }).classifier?.classify(text) ?? [];
  const made: Search = {
    ...{ assistant, site, sops: undefined, query, likelihoods, limit, embedder: embedder.id, weights: searchWeights },
    embedding: embeds ? embedding : undefined,
  };
  return made;
}

/** How far apart the two are at most; fails where they do not find the same in the same order. */
async function compare(made: Search): Promise<{ apart: number; passages: number }> {
  const scope = scopes.get(made.assistant)!;
  const inDatabase = await search(database, made, {});
  const inMemory = rankScope(scope.sops!, made);
  expect({ state: scope.state, knowledgeVersion: scope.knowledgeVersion }).toEqual({
    state: inDatabase.state,
    knowledgeVersion: inDatabase.knowledgeVersion,
  });
  const rounded = { score: 0, similarity: 0, coverage: 0, likelihood: 0 };
  const exact = (passages: typeof inMemory) => passages.map((passage) => ({ ...passage, ...rounded }));
  expect(exact(inMemory)).toEqual(exact(inDatabase.passages));
  const differences = inMemory.flatMap((passage, index) =>
    (Object.keys(rounded) as (keyof typeof rounded)[]).map((key) =>
      Math.abs(passage[key] - inDatabase.passages[index]![key]),
    ),
  );
  return { apart: Math.max(0, ...differences), passages: inMemory.length };
}

describe('a search in memory finds what the statement finds', () => {
  test.each([
    ['with an embedding', true],
    ['by words alone', false],
  ])('%s, for every question of the development half, at its site, anywhere and at every site', async (_, embeds) => {
    let apart = 0;
    let passages = 0;
    for (const [index, question] of asked.entries()) {
      for (const site of new Set([undefined, question.site, testSites[index % testSites.length]])) {
        const compared = await compare(await searchFor(question, site, embeds));
        apart = Math.max(apart, compared.apart);
        passages += compared.passages;
      }
    }
    process.stdout.write(`${asked.length} questions, ${passages} passages, at most ${apart.toExponential(1)} apart\n`);
    expect(passages).toBeGreaterThan(2 * asked.length);
    expect(apart).toBeLessThan(1e-5);
  });

  test.each(['', '?!', 'to be or not to be', 'xyzzy'])('for %p, which says nothing', async (text) => {
    for (const assistant of assistants)
      for (const embeds of [true, false]) {
        const { apart } = await compare(await searchFor({ text, assistant, limit: 8 }, undefined, embeds));
        expect(apart).toBeLessThan(1e-5);
      }
  });

  test('with nothing but the likelihood of an SOP, which is not enough', async () => {
    const made = await searchFor({ text: '', assistant: 'booking', limit: 8 }, undefined, false);
    const likelihoods = scopes.get('booking')!.sops!.map(({ id }, place) => ({ id, likelihood: place / 30 }));
    expect(await compare({ ...made, likelihoods })).toEqual({ apart: 0, passages: 0 });
  });
});

/** Few different values, exact in binary, so that many SOPs and sections score the same to the last digit. */
const words = ['ball', 'club', 'tee', 'green'];
const termsOf = (number: number) =>
  new Map(words.filter((_, place) => (number >> place) % 2 === 1).map((word, place) => [word, place % 2 ? 0.25 : 0.5]));
const direction = (number: number) =>
  Float32Array.from({ length: embeddingDimensions }, (_, place) => (place % 24 === number % 3 ? 0.25 : 0));
const sitesOf = (number: number) => testSites.filter((_, place) => (number >> place) % 2 === 1);

async function writeMadeScope(): Promise<void> {
  for (let number = 0; number < 26; number += 1) {
    const sop = {
      ...{ id: `sop-${number}`, version: 1, title: `SOP ${number}`, assistant: 'made', owner: 'o', asks: [] },
      ...{ sites: sitesOf(number * 3 + 1), reviewBy: '2027-05-01', contentHash: 'c', markdown: 'm', bodyStart: 0 },
      ...{ publishedAt: '2026-01-01T00:00:00Z', publishedBy: 'staff:ann', chunks: [] },
    };
    const chunks = Array.from({ length: number === 3 ? 40 : (number * 5) % 13 }, (_, ordinal) => ({
      ...{ heading: `Section ${ordinal}`, text: `${number}, ${ordinal}`, start: 0, end: 1, opens: ordinal === 1 },
      ...{ sites: sitesOf(ordinal % 5 ? 0 : ordinal + number), embedding: direction(ordinal >> 1) },
      ...{ terms: termsOf(ordinal + number), told: termsOf(ordinal * 7) },
    }));
    const made = { analyzer: 'a', embedding: direction(number >> 2), terms: termsOf(number >> 1), chunks };
    const index = { ...made, embedder: number % 7 ? embedder.id : 'another' };
    await database.transaction((tx) => writeCurrent(tx, sop, index));
  }
  await database.transaction((tx) => moveScopes(tx, ['made']));
  scopes.set('made', await readScope(database, 'made', sectionsAtMost, {}));
}

const searches = fc.record({
  site: fc.option(fc.constantFrom(...testSites), { nil: undefined }),
  terms: fc.nat(15).map(termsOf),
  shares: fc.nat(15).map(termsOf),
  sops: fc.option(fc.subarray(Array.from({ length: 25 }, (_, number) => `sop-${number}`)), { nil: undefined }),
  likelihoods: fc.uniqueArray(
    fc.record({ id: fc.nat(25).map((number) => `sop-${number}`), likelihood: fc.constantFrom(0.25, 2) }),
    { selector: ({ id }) => id, maxLength: 6 },
  ),
  embedding: fc.option(fc.nat(2).map(direction), { nil: undefined }),
  limit: fc.integer({ min: 1, max: 12 }),
});

test('of many that score the same, both find the same', async () => {
  await writeMadeScope();
  await fc.assert(
    fc.asyncProperty(searches, async ({ terms, shares, ...search }) => {
      const query = { text: '', terms, shares };
      const made = { ...search, query, assistant: 'made', embedder: embedder.id, weights: searchWeights };
      expect((await compare(made)).apart).toBeLessThan(1e-5);
    }),
    { numRuns: 400 },
  );
});

describe('a scope', () => {
  test('with more sections than are to be read is told of, and not read', async () => {
    const { sections, state } = scopes.get('booking')!;
    expect(await readScope(database, 'booking', sections - 1, {})).toMatchObject({ sections, state, sops: undefined });
    expect((await readScope(database, 'booking', sections, {})).sops).toEqual(scopes.get('booking')!.sops);
  });

  test('that was never published in has no state and no SOPs', async () => {
    const nothing = { state: undefined, knowledgeVersion: 0, sections: 0, sops: [] };
    expect(await readScope(database, 'nobody', sectionsAtMost, {})).toEqual(nothing);
  });
});
