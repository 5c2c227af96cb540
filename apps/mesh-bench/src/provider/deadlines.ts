import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { FallbackChat } from '#ai';
import { Deadline } from '#kernel';
import type { ModelStub, StubBehavior } from '#testing/models';
import { anyBehavior, between } from './by-chance.js';
import { inTurns } from './in-turns.js';
import { request } from './models.js';

/** How many are asked for each figure. */
const asks = 240;

export interface Kept {
  readonly asked: number;
  /** Milliseconds after its deadline at which the latest one was over. */
  readonly latest: number;
  readonly calls: number;
  /** Calls that went out after the deadline of their question. */
  readonly late: number;
}

/** What an assistant does when it starts: the SDK is loaded by then. */
const lookUp = (chat: FallbackChat): Promise<void> => {
  const deadline = Deadline.in(5_000);
  return chat.lookUp({ deadline, signal: deadline.signal() });
};

/**
 * Asks with deadlines that end at any moment of a call, some of them before it. When a request starts is told by Node itself,
 * in the turn in which it is written; the deadline stands in the address that is asked.
 * @param modelOf models whose provider is at a path below the stub's own
 */
export async function keepDeadlines(modelOf: (path: string) => FallbackChat, stub: ModelStub): Promise<Kept> {
  let [calls, late, latest] = [0, 0, -Infinity];
  const started = (message: unknown): void => {
    const { path } = (message as { readonly request: ClientRequest }).request;
    const deadline = /until-(\d+)/.exec(path)?.[1];
    if (deadline === undefined) return;
    calls += 1;
    if (Date.now() > Number(deadline)) late += 1;
  };
  subscribe('http.client.request.start', started);
  stub.behavior = () => anyBehavior();
  try {
    await lookUp(modelOf('/'));
    await inTurns(asks, async (turn) => {
      const deadline = Deadline.in(Math.round(turn % 3 === 0 ? between(-5, 20) : between(20, 900)));
      try {
        for await (const part of modelOf(`/until-${deadline.at}`).stream(request, { deadline })) void part;
      } catch {
        // Whatever it ended with, it ended.
      }
      latest = Math.max(latest, Date.now() - deadline.at);
    });
  } finally {
    unsubscribe('http.client.request.start', started);
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
