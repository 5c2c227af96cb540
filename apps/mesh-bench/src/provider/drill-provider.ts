import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FallbackChat } from '#ai';
import { Deadline, FailureError } from '#kernel';
import { ModelStub, type StubBehavior } from '#testing/models';
import { printMachine } from '../load/report.js';
import { report } from '../streams/figures.js';
import { hangUps, keepDeadlines } from './deadlines.js';
import { keepDeadlinesOfMesh } from './mesh-deadlines.js';
import { modelsOf, request } from './models.js';

/**
 * `npm run drill:provider`: a provider that does not work while questions keep coming, with a second one that does (R8), and
 * callers that leave or come too late (R9), at one process and over a whole mesh. The auditor is the stub: it counts the calls
 * and sees when somebody hangs up. `-- R9` leaves R8 out. Ends with 1 when a bar is missed.
 */
const perSecond = 50;
const seconds = 6;
const deadlineMs = 1_500;
const bars = { late: 50, callsOut: 1.2, opensMs: 1_000, hangUpMs: 200 };

const events = { 'content-type': 'text/event-stream' };
const faults: readonly [name: string, behavior: StubBehavior][] = [
  ['429, retry after 2 s', { status: 429, headers: { 'retry-after': '2' } }],
  ['429', { status: 429 }],
  ['529', { status: 529 }],
  ['500', { status: 500 }],
  ['hang', 'hangs'],
  ['drip', { says: ['a word and another'], drip: { bytes: 1, everyMs: 30 } }],
  ['garbage', { status: 200, headers: events, body: 'event: x\ndata: {"half\n\n' }],
  ['wrong content type', { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Hello</h1>' }],
  ['cut stream', { says: ['a word '], cut: 'reset' }],
];

const root = join(import.meta.dirname, '../../../../..');
const [first, second] = [await ModelStub.start(), await ModelStub.start()];
second.behavior = { says: ['It comes by text.'] };
let missed = 0;
const verdict = (held: boolean): string => {
  if (!held) missed += 1;
  return held ? 'held' : 'MISSED';
};

interface Outcome {
  readonly ended: 'answered' | 'refused' | 'late';
  /** Milliseconds after the deadline; negative before it. */
  readonly past: number;
}

async function ask(chat: FallbackChat): Promise<Outcome> {
  const deadline = Deadline.in(deadlineMs);
  let ended: Outcome['ended'] = 'refused';
  try {
    for await (const part of chat.stream(request, { deadline })) if (part.type === 'text-end') ended = 'answered';
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    if (error.failure.code === 'deadline-exceeded') ended = 'late';
  }
  return { ended, past: Date.now() - deadline.at };
}

const modelsWith = (opened: () => void): FallbackChat =>
  modelsOf(
    {
      ANTHROPIC_API_KEY: 'key',
      ANTHROPIC_BASE_URL: first.url,
      LOCAL_MODEL_BASE_URL: `${second.url}/v1`,
    },
    { rested: (_provider, _model, why) => why && opened() },
  );

/** A model that is never given up on before its caller's time is over. */
const patient = (url: string): FallbackChat =>
  modelsOf({
    LOCAL_MODEL_BASE_URL: `${url}/v1`,
    MODEL_STALL_MS: '60000',
    MODEL_GAP_MS: '60000',
    MODEL_FIRST_PIECE_MS: '60000',
    MODEL_BREAKER_STRIKES: '100',
  });

async function brownout(behavior: StubBehavior): Promise<string> {
  let openedAt = Number.NaN;
  const chat = modelsWith(() => (openedAt = Number.isNaN(openedAt) ? performance.now() : openedAt));
  first.behavior = { says: ['It comes by text.'] };
  await ask(chat);
  [first, second].forEach(({ calls }) => (calls.length = 0));
  first.behavior = behavior;
  const begun = performance.now();
  const asked: Promise<Outcome>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    await pause(Math.max(0, begun + (index * 1000) / perSecond - performance.now()));
    asked.push(ask(chat));
  }
  const outcomes = await Promise.all(asked);
  const callsOut = (first.calls.length + second.calls.length) / outcomes.length;
  const latest = Math.max(...outcomes.map(({ past }) => past));
  const opened = openedAt - begun;
  const count = (ended: Outcome['ended']): string =>
    String(outcomes.filter((each) => each.ended === ended).length).padStart(10);
  const held = latest <= bars.late && callsOut <= bars.callsOut && opened <= bars.opensMs;
  const figures = [`${latest} ms`, callsOut.toFixed(2), `${Math.round(opened)} ms`].map((each) => each.padStart(10));
  return `${count('answered')}${count('refused')}${count('late')}${figures.join('')}  ${verdict(held)}`;
}

async function brownouts(): Promise<void> {
  console.log(
    `workload: ${perSecond} questions a second for ${seconds} s with ${deadlineMs} ms each; the first provider fails from the start, the second works`,
  );
  const columns = ['answered', 'refused', 'late', 'past', 'out / in', 'opens in'].map((each) => each.padStart(10));
  console.log(`${'R8'.padEnd(22)}${columns.join('')}`);
  for (const [name, behavior] of faults) console.log(`${name.padEnd(22)}${await brownout(behavior)}`);
}

async function inOneProcess(): Promise<void> {
  const silent = (): FallbackChat => modelsWith(() => undefined);
  const hung = await hangUps(silent, first, 'hangs');
  const inTheMiddle = await hangUps(silent, first, { says: ['a word '], cut: 'hang' });
  console.log(
    `R9 a caller leaves at any moment, the provider is hung up on: <= ${hung.toFixed(0)} ms while it says nothing, <= ${inTheMiddle.toFixed(0)} ms in the middle  ${verdict(Math.max(hung, inTheMiddle) <= bars.hangUpMs)}`,
  );
  const { asked, latest, calls, late } = await keepDeadlines((path) => patient(`${first.url}${path}`), first);
  console.log(
    `R9 any deadline: ${asked} asked, the latest over ${latest.toFixed(0)} ms past its deadline; ${late} of ${calls} calls began after theirs  ${verdict(latest <= bars.late && late === 0)}`,
  );
}

async function overTheMesh(): Promise<void> {
  const kept = await keepDeadlinesOfMesh(root, deadlineMs);
  const { stayed, latest, calls, late, left, hangUps: open, beganAfter } = kept;
  console.log(
    `R9 the whole mesh, ${deadlineMs} ms: ${stayed} stayed, the latest had all of its answer ${latest.toFixed(0)} ms past its deadline; ${late} of ${calls} calls began after theirs, as the provider saw it  ${verdict(latest <= bars.late && late === 0)}`,
  );
  const delays = report(`R9 the whole mesh: ${left} left; open calls hung up on as the provider saw it, ms`, open);
  const enough = delays.length >= 30 && delays.at(-1)! <= bars.hangUpMs && beganAfter <= bars.hangUpMs;
  console.log(
    `R9 the whole mesh: the latest call began ${beganAfter.toFixed(0)} ms after its client had left  ${verdict(enough)}`,
  );
}

printMachine({});
if (process.argv[2] !== 'R9') await brownouts();
await inOneProcess();
await overTheMesh();
await Promise.all([first.stop(), second.stop()]);
process.exit(missed === 0 ? 0 : 1);
