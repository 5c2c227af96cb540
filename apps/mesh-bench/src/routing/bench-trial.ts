import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { tryRoutingResponseSchema, type TryRoutingResponse } from '#contracts';
import { isHeldOut, readLabeledQuestions } from '#testing/club';
import { Mesh } from '#testing/mesh';
import { printMachine } from '../load/report.js';
import { serverVersions } from '../load/server-versions.js';
import { percentile } from './answered.js';
import { readAssistants } from './read-assistants.js';
import { manyQuestions, recordQuestions, triedEdits, type TriedEdit } from './trial-workload.js';

/**
 * `npm run bench:trial`: tries edits of the routing on the latest 10,000 questions of a whole mesh, as the dashboard would,
 * and asks questions meanwhile. It ends with 1 when a trial that is not the first takes longer than two seconds.
 */
const recent = 10_000;
const runs = 7;
const barMs = 2000;
const root = join(import.meta.dirname, '../../../../..');

const cell = (time: number, width: number): string => time.toFixed(0).padStart(width);

const row = (name: string, times: readonly number[], processor: number | null = null): string => {
  const wall = [percentile(times, 0.5), percentile(times, 0.95), Math.max(...times)].map((time) => cell(time, 8));
  return [name.padEnd(46), ...wall, processor === null ? '' : cell(processor / times.length, 12)].join('');
};

/** Milliseconds of a processor that a process has had, where the system tells (Linux counts hundredths of a second). */
function processorTime(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return null;
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; milliseconds: number }> {
  const started = performance.now();
  const result = await work();
  return { result, milliseconds: performance.now() - started };
}

const mesh = await Mesh.start();
try {
  const texts = readLabeledQuestions(root)
    .filter((question) => !isHeldOut(question))
    .map(({ text }) => text);
  const edits = triedEdits(readAssistants(root).manifests);
  const attempt = async (body: object): Promise<TryRoutingResponse> => {
    const response = await mesh.post('/routing/try', body);
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
    return tryRoutingResponseSchema.parse(await response.json());
  };
  const gateway = mesh.run.processes['gateway']!;
  const slowest = { milliseconds: 0 };
  const repeated = async (name: string, body: object): Promise<void> => {
    const times: number[] = [];
    const before = processorTime(gateway);
    for (let run = 0; run < runs; run += 1) times.push((await timed(() => attempt(body))).milliseconds);
    const after = processorTime(gateway);
    console.log(row(name, times, before === null || after === null ? null : after - before));
    slowest.milliseconds = Math.max(slowest.milliseconds, ...times);
  };
  const ask = (text: string): Promise<{ milliseconds: number }> => timed(() => mesh.ask(text));

  await mesh.ask('how do I cancel my booking', { site: 'mill' });
  const reads = await recordQuestions(mesh.run.databaseUrl, manyQuestions(texts, recent), runs);
  printMachine(await serverVersions(mesh.run));
  console.log(`load of the machine before: ${loadavg()[0]!.toFixed(1)}`);
  console.log(`workload: the latest ${recent} of the recorded questions, all different; ${runs} runs each`);
  console.log(
    `${'milliseconds, by HTTP'.padEnd(46)}${['p50', 'p95', 'max'].map((name) => name.padStart(8)).join('')}   processor`,
  );

  const cold = await timed(() => attempt({ recent }));
  console.log(row('first trial: nothing was looked at yet', [cold.milliseconds]));
  console.log(row('part: the questions read from the log', reads));
  await repeated('part: read and routed, no edit', { recent });
  for (const edit of edits) {
    await repeated(`part: ${edit.name}, gate alone`, { configs: edit.configs });
    await repeated(edit.name, { configs: edit.configs, recent });
  }

  const quiet: number[] = [];
  for (const text of texts.slice(0, 200)) quiet.push((await ask(text)).milliseconds);
  console.log(row('a question meanwhile: no trial', quiet));
  for (const { name, configs } of edits) {
    const busy: number[] = [];
    let done = false;
    const trial = attempt({ configs, recent }).finally(() => (done = true));
    for (let at = 0; !done; at += 1) {
      busy.push((await ask(texts[at % texts.length]!)).milliseconds);
      await wait(5);
    }
    await trial;
    console.log(row(`a question meanwhile: ${name}`, busy));
  }

  const asked = texts.filter((_, at) => at % Math.ceil(texts.length / 200) === 0).slice(0, 200);
  for (const { name, configs } of edits.filter((one: TriedEdit) => one.learns)) {
    const [estimate, exact] = [
      await attempt({ configs, questions: asked, recent }),
      await timed(() => attempt({ configs, questions: asked, recent, exact: true })),
    ];
    const same = estimate.questions.filter(
      ({ then }, at) => then.assistant === exact.result.questions[at]!.then.assistant,
    ).length;
    console.log(
      `${name}: the estimate sends ${same} of ${asked.length} labeled questions where learning does (${(exact.milliseconds / 1000).toFixed(1)} s); of ${recent} it moves ${estimate.recent.changed}, learning ${exact.result.recent.changed}`,
    );
  }
  console.log(`load of the machine after: ${loadavg()[0]!.toFixed(1)}`);
  const holds = slowest.milliseconds <= barMs;
  console.log(`slowest trial ${Math.round(slowest.milliseconds)} ms, bar ${barMs} ms: ${holds ? 'held' : 'MISSED'}`);
  process.exitCode = holds ? 0 : 1;
} finally {
  await mesh.remove();
}
