import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRouter } from '#routing';
import { readLabeledQuestions } from '#testing/club';
import { baselineOf, placeAll, readBaseline, writeBaseline } from './baseline.js';
import { compareBaseline, describeChange } from './compare-baseline.js';
import { readAssistants } from './read-assistants.js';

/**
 * `npm run routing:accept -- --because "..."`: shows what became of the labeled questions since the routing was last accepted,
 * and keeps it as what later changes are held against.
 */
const { values } = parseArgs({ options: { because: { type: 'string', default: '' } } });
const because = values.because.trim();
if (because === '') {
  console.error('Say why the routing is right as it is: npm run routing:accept -- --because "..."');
  process.exitCode = 1;
} else {
  const root = join(import.meta.dirname, '../../../../..');
  const training = readAssistants(root);
  const placed = placeAll(readLabeledQuestions(root), createRouter(training));
  const emergencies = training.manifests.filter(({ emergency }) => emergency === true).map(({ id }) => id);
  for (const line of describeChange(compareBaseline(readBaseline(root), placed, emergencies))) console.log(line);
  writeBaseline(root, baselineOf(placed, because));
  console.log('accepted: club/routing-baseline.json');
}
