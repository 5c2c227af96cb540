import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRouter, type Routed } from '#routing';
import { isHeldOut } from '#testing/club';
import { readAssistants } from './read-assistants.js';

/**
 * `npm run bench:emergencies`: asks the router every message of `club/emergencies` and says how many emergencies were
 * caught for certain, how many suspected, and how many traps were taken for one, for both halves. `--wrong` shows what went
 * wrong in the development half.
 */
const { values } = parseArgs({ options: { wrong: { type: 'boolean', default: false } } });

const bar = { seen: 0.99, falseAlarms: 0.01 };

type Outcome = 'certain' | 'suspected' | 'none';

interface Judged {
  readonly text: string;
  readonly outcome: Outcome;
}

const outcomeOf = ({ emergency, suspicion }: Routed): Outcome =>
  emergency !== null ? 'certain' : suspicion === null ? 'none' : 'suspected';

const share = (part: number, whole: number): string => `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;
const count = (judged: readonly Judged[], outcome: Outcome): number =>
  judged.filter((one) => one.outcome === outcome).length;

const root = join(import.meta.dirname, '../../../../..');
const linesOf = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

function report(name: string, emergencies: readonly Judged[], traps: readonly Judged[]): boolean {
  const certain = count(emergencies, 'certain');
  const seen = certain + count(emergencies, 'suspected');
  const alarms = count(traps, 'certain');
  console.log(`${name}: emergencies caught for certain ${share(certain, emergencies.length)}`);
  console.log(`  certain or suspected ${share(seen, emergencies.length)}`);
  console.log(`  traps taken for one ${share(alarms, traps.length)}`);
  console.log(`  traps that are asked about ${share(count(traps, 'suspected'), traps.length)}`);
  return seen >= bar.seen * emergencies.length && alarms <= bar.falseAlarms * traps.length;
}

const folder = join(root, 'club/emergencies');
if (existsSync(join(folder, 'positives.txt')) && existsSync(join(folder, 'traps.txt'))) {
  const started = performance.now();
  const router = createRouter(readAssistants(root));
  console.log(`learned in ${Math.round(performance.now() - started)} ms`);
  const judge = (file: string): Judged[] =>
    linesOf(join(folder, file)).map((text) => ({ text, outcome: outcomeOf(router.route(text)) }));
  const emergencies = judge('positives.txt');
  const traps = judge('traps.txt');
  const development = (judged: readonly Judged[]): Judged[] => judged.filter((one) => !isHeldOut(one));
  report('development half', development(emergencies), development(traps));
  const holds = report('held-out half', emergencies.filter(isHeldOut), traps.filter(isHeldOut));
  // What is wrong in the held-out half is counted and not shown: whoever has seen it can no longer be measured by it.
  if (values.wrong) {
    for (const { text, outcome } of development(emergencies)) {
      if (outcome !== 'certain') console.log(`- emergency, ${outcome}: "${text}"`);
    }
    for (const { text, outcome } of development(traps)) {
      if (outcome !== 'none') console.log(`- trap, ${outcome}: "${text}"`);
    }
  }
  console.log(
    holds ? 'the bar holds' : `the bar is missed: ${100 * bar.seen} % seen, ${100 * bar.falseAlarms} % false`,
  );
  process.exitCode = holds ? 0 : 1;
} else {
  console.log('There are no messages in club/emergencies to measure by.');
  process.exitCode = 1;
}
