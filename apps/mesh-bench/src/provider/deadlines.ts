import { setTimeout as pause } from 'node:timers/promises';
import type { FallbackChat } from '#ai';
import { Deadline } from '#kernel';
import { Mesh } from '#testing/mesh';
import type { ModelStub, StubBehavior } from '#testing/models';
import { freshQuestions } from '../load/fresh-questions.js';
import { request } from './models.js';

/** How many are asked for each figure, and how many of them at a time. */
const asks = 240;
const together = 6;

const between = (least: number, most: number): number => least + Math.random() * (most - least);

/** A provider that answers, is slow, drips or hangs, by chance. */
const anyBehavior = (): StubBehavior => {
  const says = ['It ', 'comes ', 'by ', 'text.'];
  const choices: readonly StubBehavior[] = [
    { says },
    { says, afterMs: Math.round(between(1, 800)) },
    { says, drip: { bytes: 8, everyMs: 15 } },
    { says: says.slice(0, 2), cut: 'hang' },
    'hangs',
  ];
  return choices[Math.floor(Math.random() * choices.length)]!;
};

async function inTurns(work: (turn: number) => Promise<void>): Promise<void> {
  let turn = 0;
  const worker = async (): Promise<void> => {
    while (turn < asks) await work(turn++);
  };
  await Promise.all(Array.from({ length: together }, worker));
}

export interface Kept {
  readonly asked: number;
  /** Milliseconds after its deadline at which the latest one was over. */
  readonly latest: number;
  readonly calls: number;
  /** Calls that went out after the deadline of their question. */
  readonly late: number;
}

/**
 * Asks with deadlines that end at any moment of a call, some of them before it. Calls are seen where they go out, with the
 * deadline that is written into their question.
 */
export async function keepDeadlines(chat: FallbackChat, stub: ModelStub): Promise<Kept> {
  const usual = globalThis.fetch;
  let [calls, late, latest] = [0, 0, -Infinity];
  globalThis.fetch = (input, init) => {
    const body = typeof init?.body === 'string' ? init.body : '';
    calls += 1;
    if (Date.now() > Number(/until (\d+)/.exec(body)?.[1])) late += 1;
    return usual(input, init);
  };
  stub.behavior = anyBehavior;
  try {
    await inTurns(async (turn) => {
      const deadline = Deadline.in(Math.round(turn % 3 === 0 ? between(-5, 20) : between(20, 900)));
      const asked = { ...request, user: `${request.user} until ${deadline.at}` };
      try {
        for await (const part of chat.stream(asked, { deadline })) void part;
      } catch {
        // Whatever it ended with, it ended.
      }
      latest = Math.max(latest, Date.now() - deadline.at);
    });
  } finally {
    globalThis.fetch = usual;
  }
  return { asked: asks, latest, calls, late };
}

/** Milliseconds from a caller's leaving, at any moment of a call, until the provider saw it hung up on: the longest. */
export async function hangUps(modelOf: () => FallbackChat, stub: ModelStub, behavior: StubBehavior): Promise<number> {
  stub.behavior = behavior;
  let longest = 0;
  for (let round = 0; round < asks; round += 1) {
    const [calls, before] = [stub.calls.length, stub.abandoned];
    const leaving = new AbortController();
    const asked = (async () => {
      for await (const part of modelOf().stream(request, { deadline: Deadline.in(10_000), signal: leaving.signal }))
        void part;
    })().catch(() => undefined);
    while (stub.calls.length === calls) await pause(1);
    await pause(between(0, 60));
    const left = performance.now();
    leaving.abort();
    while (stub.abandoned === before && performance.now() - left < 5_000) await pause(1);
    longest = Math.max(longest, (stub.abandonedAt[before] ?? Infinity) - left);
    await asked;
  }
  return longest;
}

/** The same the whole way: asked over HTTP, worded by such a provider, with the deadline of the gateway. */
export async function keepDeadlinesOfMesh(root: string, stub: ModelStub, deadlineMs: number): Promise<Kept> {
  const patient = { MODEL_STALL_MS: '60000', MODEL_GAP_MS: '60000', MODEL_FIRST_PIECE_MS: '60000' };
  const model = { LOCAL_MODEL_BASE_URL: `${stub.url}/v1`, LOCAL_MODEL: 'stub', ...patient };
  const mesh = await Mesh.start({ root, settings: { ...model, ANSWER_DEADLINE_MS: String(deadlineMs) } });
  try {
    const questions = freshQuestions(root);
    const until = new Map<string, number>();
    let [calls, late, latest] = [0, 0, -Infinity];
    stub.behavior = ({ body }) => {
      const at = performance.now();
      const user = (body['messages'] as { role: string; content: string }[]).find(({ role }) => role === 'user');
      const { question } = JSON.parse(user!.content) as { question: string };
      calls += 1;
      if (at > (until.get(question) ?? Infinity)) late += 1;
      return anyBehavior();
    };
    await inTurns(async () => {
      const { value } = questions.next();
      if (!value) return;
      await pause(between(0, 50));
      const end = performance.now() + deadlineMs;
      until.set(value.query, end);
      await mesh.ask(value.query, { site: value.site, asker: value.asker });
      latest = Math.max(latest, performance.now() - end);
    });
    return { asked: asks, latest, calls, late };
  } finally {
    await mesh.remove();
  }
}
