import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createRouter } from '#routing';
import { readLabeledQuestions } from '#testing/club';
import { placeAll, readBaseline } from './baseline.js';
import { compareBaseline, describeChange } from './compare-baseline.js';
import { readAssistants } from './read-assistants.js';

const root = join(import.meta.dirname, '../../../..');

describe('the routing of the club', () => {
  it('loses no more labeled questions than it may since it was last accepted, and no emergency', () => {
    const training = readAssistants(root);
    const emergencies = training.manifests.filter(({ emergency }) => emergency === true).map(({ id }) => id);
    const placed = placeAll(readLabeledQuestions(root), createRouter(training));
    const change = compareBaseline(readBaseline(root), placed, emergencies);
    process.stdout.write(`${describeChange(change).join('\n')}\n`);
    expect(change.refusals).toEqual([]);
  });
});
