import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectFolder } from '#backing-services';
import { Mesh } from '#testing/mesh';
import { printMachine } from './load/report.js';
import { serverVersions } from './load/server-versions.js';
import { saveResult, type Table } from './results/result.js';
import { verdict } from './results/verdicts.js';
import { quantile, report, residentKib } from './streams/figures.js';
import { measureRealPath, providers } from './streams/real-path.js';
import { openStream } from './streams/stream-reader.js';
import { StubAssistant } from './streams/stub-assistant.js';

/**
 * `npm run bench:streams`: what the gateway adds to a stream of tokens, from a stub that stands for a model's provider, over
 * NATS, to a client of its own. P5 is the first token; then bursts, a thousand streams open at once, and a thousand clients
 * that leave. Then the same the whole way: through an assistant that words its answer with the SDK of a provider, of which
 * only what is at the other end of the wire is a stub. It ends with 1 when a bar is missed.
 */
const asked = 300;
const bursts = 100;
const burstOf = 20;
const many = 1000;

const now = (): string => String(performance.now());
const since = (text: string): number => performance.now() - Number(text);

async function firstTokens(mesh: Mesh, stub: StubAssistant): Promise<number[]> {
  stub.tokens = async function* () {
    for (let token = 0; token < 5; token += 1) {
      await pause(20);
      yield now();
    }
  };
  const delays: number[] = [];
  for (let turn = 0; turn < asked; turn += 1) {
    let first = true;
    const { ended } = openStream(mesh, (text) => {
      if (first) delays.push(since(text));
      first = false;
    });
    await ended;
  }
  return delays.slice(asked / 10);
}

async function burstDelays(mesh: Mesh, stub: StubAssistant): Promise<{ delays: number[]; spreads: number[] }> {
  stub.tokens = async function* () {
    await pause(20);
    for (let token = 0; token < burstOf; token += 1) yield now();
  };
  const delays: number[] = [];
  const spreads: number[] = [];
  for (let turn = 0; turn < bursts; turn += 1) {
    const came: number[] = [];
    const { ended } = openStream(mesh, (text) => {
      delays.push(since(text));
      came.push(performance.now());
    });
    await ended;
    spreads.push(came.at(-1)! - came[0]!);
  }
  return { delays, spreads };
}

/** Opens them all, holds them until each has its first token, and lets them end. */
async function openMany(mesh: Mesh, stub: StubAssistant): Promise<{ kibPerStream: number; whole: number }> {
  const gate = new AbortController();
  stub.tokens = async function* ({ signal }) {
    yield now();
    await Promise.race([once(gate.signal, 'abort'), once(signal, 'abort')]);
    yield now();
  };
  const before = residentKib(mesh);
  let begun = 0;
  const streams = Array.from({ length: many }, () => openStream(mesh, () => (begun += 1)));
  const until = performance.now() + 8000;
  while (begun < many && performance.now() < until) await pause(20);
  const open = residentKib(mesh);
  console.log(`open at once, each with its first token: ${begun} of ${many}`);
  gate.abort();
  const whole = (await Promise.all(streams.map(({ ended }) => ended))).filter(Boolean).length;
  return { kibPerStream: (open - before) / many, whole };
}

/** Milliseconds from a client's leaving, one of twenty at a time, until who works on its answer knows. */
async function leaveMany(mesh: Mesh, stub: StubAssistant): Promise<number[]> {
  const stopped: number[] = [];
  stub.tokens = async function* ({ signal }) {
    yield now();
    await once(signal, 'abort');
    stopped.push(performance.now());
  };
  const delays: number[] = [];
  const batch = 20;
  for (let turn = 0; turn < many / batch; turn += 1) {
    let begun = 0;
    const streams = Array.from({ length: batch }, () => openStream(mesh, () => (begun += 1)));
    while (begun < batch) await pause(5);
    const left = performance.now();
    for (const stream of streams) stream.leave();
    await Promise.allSettled(streams.map(({ ended }) => ended));
    while (stopped.length < batch && performance.now() < left + 5000) await pause(5);
    delays.push(...stopped.splice(0).map((at) => at - left));
  }
  return delays;
}

const root = join(import.meta.dirname, '../../../..');
const bars: Record<string, boolean> = {};
const tables: Table[] = [];
const workload: string[] = [];
const ran: Record<string, string> = {};
const distribution = (what: string, sorted: readonly number[]): (string | number)[] => [
  what,
  ...[0.5, 0.95, 0.99, 1].map((share) => Number(quantile(sorted, share).toFixed(1))),
];
const mesh = await Mesh.start();
try {
  const stub = await StubAssistant.join(mesh);
  const versions = await serverVersions(mesh.run);
  printMachine(versions);
  const first = report('P5 first token, ms after the stub gave it', await firstTokens(mesh, stub));
  const { delays, spreads } = await burstDelays(mesh, stub);
  const burst = report(`every token of a burst of ${burstOf}, ms after the stub gave it`, delays);
  report('ms from the first to the last of a burst', spreads);
  const { kibPerStream, whole } = await openMany(mesh, stub);
  console.log(`memory: ${kibPerStream.toFixed(0)} KiB per open stream; whole at the end: ${whole} of ${many}`);
  const left = report('work stopped, ms after its client left', await leaveMany(mesh, stub));
  Object.assign(bars, {
    'P5 first token p50 <= 5 ms': quantile(first, 0.5) <= 5,
    'bursts: 30 ms and the way, p95': quantile(burst, 0.95) <= 30 + quantile(first, 0.95),
    '1,000 open streams, at most 256 KiB each': whole === many && kibPerStream <= 256,
    'work stopped within 200 ms, all of it': left.length === many && left.at(-1)! <= 200,
  });
  tables.push({
    title: 'Milliseconds, a stub for the assistant',
    columns: ['what', 'p50', 'p95', 'p99', 'max'],
    rows: [
      distribution('first token, after the stub gave it', first),
      distribution('every token of a burst', burst),
      distribution('work stopped, after its client left', left),
    ],
  });
  workload.push(`${asked} streams one by one, ${bursts} bursts of ${burstOf} tokens, ${many} streams open at once`);
  Object.assign(ran, { node: process.version, ...versions });
  await stub.close();
} finally {
  await mesh.remove();
}
console.log(`the whole way, with the SDK of a provider: questions that nobody asked before`);
for (const [index, provider] of providers.entries())
  Object.assign(bars, await measureRealPath(root, provider, index === 0));
for (const [bar, holds] of Object.entries(bars)) console.log(`${bar}: ${holds ? 'held' : 'MISSED'}`);
saveResult(projectFolder(), {
  name: 'streams',
  command: 'npm run bench:streams',
  versions: ran,
  workload,
  tables,
  plots: [],
  verdicts: Object.entries(bars).map(([bar, holds]) => verdict(bar, holds, '')),
});
process.exitCode = Object.values(bars).every(Boolean) ? 0 : 1;
