import { join } from 'node:path';
import { findProgram, projectFolder, type ProgramName } from '#backing-services';
import { FailureError } from '#kernel';
import { checks, runCheck, type Check } from './checks.js';
import { runJest, type Counts } from './jest-run.js';
import { sayTo, seconds, type Say } from './say.js';

const programs: readonly ProgramName[] = ['nats-server', 'redis-server', 'postgres'];

async function check(one: Check, root: string, say: Say): Promise<Counts> {
  const startedAt = performance.now();
  say(`Checking ${one.name}`);
  const { passed, output } = await runCheck(one, root, AbortSignal.timeout(300_000));
  say(`${one.name}: ${passed ? 'passed' : 'failed'} (${seconds(startedAt)})`);
  if (!passed) process.stdout.write(`${output}\n`);
  return { passed: Number(passed), failed: Number(!passed) };
}

const sum = (counts: readonly Counts[]): Counts => ({
  passed: counts.reduce((total, { passed }) => total + passed, 0),
  failed: counts.reduce((total, { failed }) => total + failed, 0),
});

/** Every check, two at a time, and every test; with arguments, only jest with these. */
async function main(jestArguments: readonly string[]): Promise<Counts> {
  const root = projectFolder();
  const say = sayTo(process.stdout);
  for (const name of programs) await findProgram(name, { onProgress: say });
  const counts: Counts[] = [];
  if (jestArguments.length === 0) {
    const [types, lint, format] = checks.map((one) => () => check(one, root, say));
    counts.push(...(await Promise.all([types!().then(async (first) => sum([first, await format!()])), lint!()])));
  }
  say('Running the tests');
  counts.push(await runJest(root, join(root, '.clubos'), jestArguments));
  return sum(counts);
}

main(process.argv.slice(2)).then(
  ({ passed, failed }) => {
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
    process.exitCode = failed === 0 ? 0 : 1;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof FailureError ? error.message : String(error)}\n0 passed, 1 failed\n`);
    process.exitCode = 1;
  },
);
