import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { drawReliability, type Measured } from './answered.js';
import { readIntentSet, type IntentSet } from './intent-set.js';
import { installNlpjs } from './nlpjs.js';

async function inOwnProcess(side: 'router' | 'nlpjs', path: string, root: string): Promise<Measured> {
  const child = fork(join(import.meta.dirname, 'side.js'), [side, path, root], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [measured, [code]] = await Promise.all([
    Promise.race([
      once(child, 'message').then(([message]) => message as Measured),
      once(child, 'exit').then(() => null),
    ]),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  if (measured === null) throw new Error(`Measuring ${side} failed with code ${String(code)}; its error is above.`);
  return measured;
}

const percent = (share: number | null): string => (share === null ? '-' : `${(100 * share).toFixed(2)} %`);
const milliseconds = (time: number): string => `${time.toFixed(3)} ms`;

const rows: readonly (readonly [string, (of: Measured) => string])[] = [
  ['in scope, first choice right', ({ firstChoice }) => percent(firstChoice)],
  ['in scope, right and not refused', ({ inScopeAtThreshold }) => percent(inScopeAtThreshold)],
  ['out of scope refused', ({ outOfScopeRecall }) => percent(outOfScopeRecall)],
  ['area under the curve', ({ auroc }) => (auroc === null ? '-' : auroc.toFixed(4))],
  ['expected calibration error', ({ calibrationError }) => calibrationError.toFixed(4)],
  ['  by chance, were it perfect', ({ calibrationErrorByChance }) => calibrationErrorByChance.toFixed(4)],
  ['training', ({ trainedInSeconds }) => `${trainedInSeconds.toFixed(1)} s`],
  ['a question, p50', ({ latency }) => milliseconds(latency.p50)],
  ['a question, p99', ({ latency }) => milliseconds(latency.p99)],
  ['questions a second', ({ questionsPerSecond }) => Math.round(questionsPerSecond).toString()],
  ['memory to learn and hold it', ({ memory }) => `${Math.round(memory)} MiB`],
];

function print(sides: readonly Measured[]): void {
  const column = 24;
  console.log(''.padEnd(34) + sides.map(({ name }) => name.padStart(column)).join(''));
  for (const [name, of] of rows) console.log(name.padEnd(34) + sides.map((one) => of(one).padStart(column)).join(''));
  for (const { name, threshold, notes } of sides) {
    console.log(`${name}: threshold ${threshold}`);
    for (const note of notes) console.log(`${name}: ${note}`);
  }
}

function printReliability({ name, reliability }: Measured): void {
  console.log(`reliability of ${name}, questions in scope: how sure, how often right, how many`);
  for (const line of drawReliability(reliability)) console.log(line);
}

function describe(name: string, { train, val, test, claimedTwice }: IntentSet): string {
  const count = (some: IntentSet['train']): string =>
    `${some.length} (${some.filter(({ owner }) => owner === null).length} out of scope)`;
  const labels = new Set(train.map(({ owner }) => owner ?? '')).size;
  return `${name}: ${labels} labels, train ${count(train)}, val ${count(val)}, test ${count(test)}; ${claimedTwice} training texts that two labels claim went to the first`;
}

/** Measures the router on an intent set, beside nlp.js where that can be installed. */
export async function measureIntents(path: string, root: string): Promise<void> {
  console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`);
  console.log(describe(basename(path), readIntentSet(path)));
  const sides = [await inOwnProcess('router', path, root)];
  const missing = await installNlpjs(root);
  if (missing === null) sides.push(await inOwnProcess('nlpjs', path, root));
  else console.log(`nlp.js is not measured: ${missing}`);
  print(sides);
  sides.forEach(printReliability);
  const [router, nlpjs] = sides;
  if (router === undefined || nlpjs === undefined) return;
  const faster = router.questionsPerSecond / nlpjs.questionsPerSecond;
  const better = 100 * (router.firstChoice - nlpjs.firstChoice);
  console.log(
    `the router answers ${faster.toFixed(1)} times as many questions a second, ${better.toFixed(2)} points more of them right`,
  );
}
