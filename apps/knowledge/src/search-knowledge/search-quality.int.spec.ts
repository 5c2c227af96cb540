import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '#platform/database';
import { testBackingServices } from '#testing';
import { isHeldOut, readLabeledQuestions, type LabeledQuestion } from '#testing/club';
import { importSops } from '../import-sops/import-sops.js';
import { connect, migrateKnowledge, openKnowledge, sopsOf, type OpenKnowledge } from '../testing/open-knowledge.js';

interface LabeledSection {
  readonly text: string;
  readonly sop: string;
  readonly heading: string;
  readonly site?: string;
}

/**
 * How often what answers is found, with everything that needs no model: an SOP for the club's questions, first and among
 * the first three, and the very section for everyday questions written from the headings, first of all situations and at
 * all. The floors are what is promised; the figures of a run are printed. Both are measured on one club, because
 * learning how its SOPs are asked for takes longest.
 */
const services = testBackingServices({ database: 'pglite' });
const repository = resolve(import.meta.dirname, '../../../..');
const assistants = ['emergency', 'booking', 'tech', 'brand'];
const questions = readLabeledQuestions(repository).filter(({ sops }) => sops.length > 0);
const labeled = readFileSync(join(repository, 'club/sections.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as LabeledSection);
let database: Database;
let knowledge: OpenKnowledge;
const owners = new Map<string, string>();

beforeAll(async () => {
  const url = await services.freshDatabase();
  await migrateKnowledge(url);
  database = connect(url);
  const folders = assistants.map((assistant) => join(repository, 'apps/assistants', assistant, 'sops'));
  const { refused } = await importSops({ database, publisher: openKnowledge(database).publisher }, folders);
  expect(refused).toEqual([]);
  for (const { id, assistant } of await database.query<{ id: string; assistant: string }>(
    'select id, assistant from knowledge.sops',
  ))
    owners.set(id, assistant);
  knowledge = openKnowledge(database);
  await knowledge.classifiers.start();
});
afterAll(() => database.close());

async function measureSops(asked: readonly LabeledQuestion[]) {
  let first = 0;
  let amongThree = 0;
  for (const { text, assistant, site, sops } of asked) {
    const { passages } = await knowledge.find(text, { assistant, site });
    const place = sopsOf(passages).findIndex((sop) => sops.includes(sop));
    if (place === 0) first += 1;
    if (place >= 0 && place < 3) amongThree += 1;
  }
  return { first: first / asked.length, amongThree: amongThree / asked.length };
}

async function measureSections(asked: readonly LabeledSection[]) {
  const wrong: string[] = [];
  let first = 0;
  let among = 0;
  for (const { text, site, sop, heading } of asked) {
    const { passages } = await knowledge.find(text, { assistant: owners.get(sop)!, site });
    const situations = passages.filter((passage) => passage.heading !== passage.title);
    const place = situations.findIndex((passage) => passage.sop === sop && passage.heading === heading);
    if (place === 0) first += 1;
    else wrong.push(`"${text}": ${heading}, found ${situations[0]?.sop}: ${situations[0]?.heading}`);
    if (place >= 0) among += 1;
  }
  return { first: first / asked.length, among: among / asked.length, wrong };
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

describe('the SOP that answers', () => {
  test.each([
    ['development', true, { first: 0.8, amongThree: 0.92 }],
    ['held-out', false, { first: 0.8, amongThree: 0.92 }],
  ])('is found for the %s half of the questions', async (half, development, floor) => {
    const asked = questions.filter((question) => isHeldOut(question) !== development);
    const found = await measureSops(asked);
    process.stdout.write(
      `${half}: ${asked.length} questions, first ${percent(found.first)}, among three ${percent(found.amongThree)}\n`,
    );
    expect(asked.length).toBeGreaterThan(300);
    expect(found.first).toBeGreaterThanOrEqual(floor.first);
    expect(found.amongThree).toBeGreaterThanOrEqual(floor.amongThree);
  });
});

describe('the section that answers', () => {
  test('is labeled with a heading that there is', async () => {
    const known = await database.query<{ sop: string; heading: string }>('select sop, heading from knowledge.chunks');
    const headings = new Set(known.map(({ sop, heading }) => `${sop}: ${heading}`));
    expect(labeled.filter(({ sop, heading }) => !headings.has(`${sop}: ${heading}`))).toEqual([]);
  });

  test.each([
    ['development', false, { first: 0.8, among: 0.93 }],
    ['held-out', true, { first: 0.85, among: 0.95 }],
  ])('is found for the %s half of the questions', async (half, heldOut, floor) => {
    const asked = labeled.filter((question) => isHeldOut(question) === heldOut);
    const { first, among, wrong } = await measureSections(asked);
    process.stdout.write(
      `${half}: ${asked.length} questions, first ${percent(first)}, among all found ${percent(among)}\n`,
    );
    if (!heldOut) process.stdout.write(`${wrong.join('\n')}\n`);
    expect(asked.length).toBeGreaterThan(80);
    expect(first).toBeGreaterThanOrEqual(floor.first);
    expect(among).toBeGreaterThanOrEqual(floor.among);
  });
});
