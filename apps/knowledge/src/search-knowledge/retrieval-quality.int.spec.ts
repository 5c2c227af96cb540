import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '#platform/database';
import { testBackingServices } from '#testing';
import { isHeldOut, readLabeledQuestions, type LabeledQuestion } from '#testing/club';
import { importSops } from '../import-sops/import-sops.js';
import { connect, migrateKnowledge, openKnowledge, sopsOf, type OpenKnowledge } from '../testing/open-knowledge.js';

/**
 * How often an SOP that answers is found, on the club's questions and its SOPs, with everything that needs no model: the
 * share of questions for which it comes first, and among the first three. The floors are what is promised; the figures
 * of a run are printed.
 */
const services = testBackingServices({ database: 'pglite' });
const repository = resolve(import.meta.dirname, '../../../..');
const clubAssistants = ['emergency', 'booking', 'tech', 'brand'];
const questions = readLabeledQuestions(repository).filter(({ sops }) => sops.length > 0);
let database: Database;
let knowledge: OpenKnowledge;

beforeAll(async () => {
  const url = await services.freshDatabase();
  await migrateKnowledge(url);
  database = connect(url);
  const importing = openKnowledge(database);
  const folders = clubAssistants.map((assistant) => join(repository, 'apps/assistants', assistant, 'sops'));
  const { refused } = await importSops({ database, publisher: importing.publisher }, folders);
  expect(refused).toEqual([]);
  knowledge = openKnowledge(database);
  await knowledge.classifiers.start();
}, 240_000);
afterAll(() => database.close());

async function measure(asked: readonly LabeledQuestion[]) {
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

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

describe('the SOP that answers', () => {
  test.each([
    ['development', true, { first: 0.8, amongThree: 0.92 }],
    ['held-out', false, { first: 0.8, amongThree: 0.92 }],
  ])(
    'is found for the %s half of the questions',
    async (half, development, floor) => {
      const asked = questions.filter((question) => isHeldOut(question) !== development);
      const found = await measure(asked);
      process.stdout.write(
        `${half}: ${asked.length} questions, first ${percent(found.first)}, among three ${percent(found.amongThree)}\n`,
      );
      expect(asked.length).toBeGreaterThan(300);
      expect(found.first).toBeGreaterThanOrEqual(floor.first);
      expect(found.amongThree).toBeGreaterThanOrEqual(floor.amongThree);
    },
    120_000,
  );
});
