import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NatsConnection } from '@nats-io/transport-node';
import { EMPTY } from 'rxjs';
import { z } from 'zod';
import { defineRequest } from '#contracts';
import { Deadline, fail, newTraceContext, type Failure } from '#kernel';
import type { MessageBus } from './message-bus.js';
import type { BusContext } from './server/bus-context.js';
import type { BusStrategy } from './server/bus-strategy.js';
import { call, count, double, rawHeaders, startMesh, type Mesh } from './testing/mesh.js';

const throwing = defineRequest('throwing', 1, { request: z.object({ what: z.string() }), reply: z.object({}) });
const large = defineRequest('large', 1, {
  request: z.object({ text: z.string() }),
  reply: z.object({ text: z.string() }),
});
const held = defineRequest('held', 1, { request: z.object({}), reply: z.object({ n: z.number() }) });
const breakingSchema = defineRequest('breaking-schema', 1, {
  request: z.object({}).transform((): object => {
    throw new Error('a schema that breaks');
  }),
  reply: z.object({}),
});
const wrongReply = defineRequest('wrong-reply', 1, { request: z.object({}), reply: z.object({ n: z.number() }) });

let mesh: Mesh;
let client: MessageBus;
let raw: NatsConnection;
let server: BusStrategy;
const contexts: BusContext[] = [];
let doubled = 0;
let arrived = Promise.withResolvers<BusContext>();
let gate = Promise.withResolvers<{ n: number }>();

const register = (strategy: BusStrategy): void => {
  strategy.onRequest(double, ({ n }, context) => {
    doubled += 1;
    contexts.push(context);
    return { n: n * 2 };
  });
  strategy.onRequest(throwing, ({ what }) => {
    if (what === 'failure') throw fail('version-conflict', 'Somebody was faster.', 'row 7');
    throw new Error('the password of the database is 1234');
  });
  strategy.onRequest(large, ({ text }) => ({ text: text.repeat(100) }));
  strategy.onRequest(held, (_body, context) => {
    arrived.resolve(context);
    return gate.promise;
  });
  strategy.onRequest(breakingSchema, () => ({}));
  strategy.onRequest(wrongReply, () => ({ n: 'three' }) as unknown as { n: number });
};

beforeAll(async () => {
  mesh = await startMesh('max_payload: 8192');
  server = await mesh.serve('maths', register, { inFlightAtMost: 4 });
  client = await mesh.join('desk', { limits: { pending: 5 } });
  raw = await mesh.stranger();
});
afterAll(() => mesh.stop());

const hold = (changes: Parameters<typeof call>[0] = {}) => {
  arrived = Promise.withResolvers();
  gate = Promise.withResolvers();
  const reply = client.request(held, 'maths', {}, call(changes));
  return { reply, arrived: arrived.promise };
};

/** Holds a request whose deadline passes after it has arrived; on a busy machine it may pass before that. */
const holdUntilDeadline = async () => {
  for (let milliseconds = 400; ; milliseconds *= 2) {
    const { reply, arrived } = hold({ deadline: Deadline.in(milliseconds) });
    const context = await Promise.race([arrived, reply.then(() => undefined)]);
    if (context) return { reply, context };
  }
};

const code = async (reply: Promise<{ ok: true } | { ok: false; error: Failure }>) => {
  const result = await reply;
  return result.ok ? 'ok' : result.error.code;
};

describe('a request', () => {
  test('gets its reply, and the handler everything that travels with it', async () => {
    const asked = call({ trace: { ...newTraceContext(), sampled: false } });
    expect(await client.request(double, 'maths', { n: 21 }, asked)).toEqual({ ok: true, value: { n: 42 } });
    const context = contexts.at(-1)!;
    expect(context).toMatchObject({ principal: asked.principal, requestId: asked.requestId });
    expect(context.trace).toMatchObject({ traceId: asked.trace.traceId, sampled: false });
    expect(context.trace.spanId).not.toBe(asked.trace.spanId);
    expect(context.deadline.at).toBe(asked.deadline.at);
    expect(context.signal.aborted).toBe(false);
    expect(client.pending).toBe(0);
    expect(server.inFlight).toBe(0);
  });

  test('that nobody listens to says so at once, not at its deadline', async () => {
    expect(await code(client.request(double, 'nobody', { n: 1 }, call()))).toBe('no-responders');
  });

  test('whose handler hangs ends at the deadline, and the handler hears of it', async () => {
    const { reply, context } = await holdUntilDeadline();
    const aborted = new Promise((resolve) => context.signal.addEventListener('abort', resolve));
    expect(await code(reply)).toBe('deadline-exceeded');
    await aborted;
    expect(context.signal.reason).toMatchObject({ failure: { code: 'deadline-exceeded' } });
    expect(server.inFlight).toBe(0);
  });

  test('is answered at the deadline by the service as well, for a caller without a clock of its own', async () => {
    const headers = rawHeaders({ deadline: String(Date.now() + 50) });
    arrived = Promise.withResolvers();
    gate = Promise.withResolvers();
    const reply = await raw.request(held.subject('maths'), '{}', { timeout: 20_000, headers });
    expect(reply.json()).toMatchObject({ ok: false, error: { code: 'deadline-exceeded' } });
  });

  test.each([
    ['behind', -60_000, 30_000],
    ['ahead', 10_000, 20_000],
  ])('has no more time than was left where the clock of its service is %s', async (_, differs, expected) => {
    const arrived = Promise.withResolvers<BusContext>();
    const clock = { now: () => sentAt + differs };
    await mesh.serve(
      `skewed-${_}`,
      (strategy) =>
        strategy.onRequest(held, (_body, context) => {
          arrived.resolve(context);
          return { n: context.deadline.remaining() };
        }),
      { clock },
    );
    const sentAt = Date.now();
    const reply = await client.request(
      held,
      `skewed-${_}`,
      {},
      call({ deadline: Deadline.at(sentAt + 30_000, { now: () => sentAt }) }),
    );
    expect(reply).toEqual({ ok: true, value: { n: expected } });
  });

  test('is cancelled at its deadline, for a service whose clock says that there is time left', async () => {
    const told = Promise.withResolvers<unknown>();
    raw.subscribe('club.timeless.control.cancel.v1', { callback: (_, message) => told.resolve(message.json()) });
    raw.subscribe(held.subject('timeless'));
    await raw.flush();
    const asked = call({ deadline: Deadline.in(50) });
    expect(await code(client.request(held, 'timeless', {}, asked))).toBe('deadline-exceeded');
    expect(await told.promise).toMatchObject({ requestId: asked.requestId });
  });

  test('whose caller is faster to leave at the deadline ends by the deadline for its handler, too', async () => {
    const arrived = Promise.withResolvers<BusContext>();
    const gate = Promise.withResolvers<{ n: number }>();
    let passed = 0;
    const clock = { now: () => Date.now() + passed };
    await mesh.serve(
      'slow-timer',
      (strategy) =>
        strategy.onRequest(held, (_body, context) => {
          arrived.resolve(context);
          return gate.promise;
        }),
      { clock },
    );
    const leaving = new AbortController();
    const reply = client.request(held, 'slow-timer', {}, call({ signal: leaving.signal }));
    const { signal } = await arrived.promise;
    const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
    passed = 120_000;
    leaving.abort();
    await Promise.all([reply, aborted]);
    expect(signal.reason).toMatchObject({ failure: { code: 'deadline-exceeded' } });
    gate.resolve({ n: 1 });
  });

  test('that its caller aborts is cancelled on both sides', async () => {
    const leaving = new AbortController();
    const { reply, arrived } = hold({ signal: leaving.signal });
    const context = await arrived;
    const aborted = new Promise((resolve) => context.signal.addEventListener('abort', resolve));
    leaving.abort();
    expect(await code(reply)).toBe('cancelled');
    await aborted;
    expect(context.signal.reason).toMatchObject({ failure: { code: 'cancelled' } });
  });

  test('cancels itself only, not another one under the same request id', async () => {
    const leaving = new AbortController();
    const first = hold({ requestId: 'shared', signal: leaving.signal });
    const firstContext = await first.arrived;
    const second = hold({ requestId: 'shared' });
    const secondContext = await second.arrived;
    const aborted = new Promise((resolve) => firstContext.signal.addEventListener('abort', resolve));
    leaving.abort();
    await aborted;
    expect(secondContext.signal.aborted).toBe(false);
    gate.resolve({ n: 2 });
    expect(await second.reply).toEqual({ ok: true, value: { n: 2 } });
  });

  test('is cancelled by its id alone when somebody says only that', async () => {
    const { reply, arrived } = hold({ requestId: 'by-id' });
    await arrived;
    raw.publish('club.maths.control.cancel.v1', 'not even JSON');
    raw.publish('club.maths.control.cancel.v1', JSON.stringify({ requestId: 'by-id' }));
    expect(await code(reply)).toBe('cancelled');
  });

  test('a handler that passes its context on passes the deadline, the trace and the abort on', async () => {
    const leaving = new AbortController();
    const { reply, arrived } = hold({ signal: leaving.signal });
    const context = await arrived;
    const inner = hold(context);
    const innerContext = await inner.arrived;
    expect(innerContext.trace.traceId).toBe(context.trace.traceId);
    expect(innerContext.deadline.at).toBe(context.deadline.at);
    const innerAborted = new Promise((resolve) => innerContext.signal.addEventListener('abort', resolve));
    leaving.abort();
    await innerAborted;
    expect(await code(inner.reply)).toBe('cancelled');
    expect(await code(reply)).toBe('cancelled');
  });

  test('that was aborted or late before it began is not sent', async () => {
    const before = doubled;
    expect(await code(client.request(double, 'maths', { n: 1 }, call({ signal: AbortSignal.abort() })))).toBe(
      'cancelled',
    );
    const late = call({ deadline: Deadline.in(-1) });
    expect(await code(client.request(double, 'maths', { n: 1 }, late))).toBe('deadline-exceeded');
    await client.request(double, 'maths', { n: 1 }, call());
    expect(doubled).toBe(before + 1);
  });

  test('keeps the code, the sentence and the places of a failure, and nothing that was internal', async () => {
    expect(await client.request(throwing, 'maths', { what: 'failure' }, call())).toEqual({
      ok: false,
      error: { code: 'version-conflict', message: 'Somebody was faster.', retryable: false },
    });
    const wrong = await client.request(double, 'maths', { n: 1.5 }, call());
    expect(wrong).toMatchObject({ ok: false, error: { code: 'invalid-request', places: [{ path: 'n' }] } });
  });

  test('whose handler breaks is told no more than that; the log has it with the trace id', async () => {
    const asked = call();
    const reply = await client.request(throwing, 'maths', { what: 'error' }, asked);
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(reply)).not.toContain('1234');
    const entry = mesh.log.entries.find(({ fields }) => fields.traceId === asked.trace.traceId);
    expect(String(entry?.fields.err)).toContain('1234');
  });

  test('whose schema itself breaks is answered', async () => {
    expect(await code(client.request(breakingSchema, 'maths', {}, call()))).toBe('internal');
  });

  test('that is larger than the bus carries is refused before it is sent', async () => {
    const text = 'x'.repeat(10_000);
    expect(await code(client.request(large, 'maths', { text }, call()))).toBe('payload-too-large');
    expect(client.pending).toBe(0);
  });

  test('whose reply is larger than the bus carries gets an error instead of silence', async () => {
    const reply = await client.request(large, 'maths', { text: 'x'.repeat(100) }, call());
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'internal', message: 'The reply is larger than the bus carries.' },
    });
  });

  test('whose reply breaks the contract is internal; the log names the contract', async () => {
    const asked = call();
    expect(await code(client.request(wrongReply, 'maths', {}, asked))).toBe('internal');
    const entry = mesh.log.entries.find(({ fields }) => fields.traceId === asked.trace.traceId);
    expect(String(entry?.fields.err)).toContain('wrong-reply.v1');
  });

  test('beyond as many as may wait is refused at once', async () => {
    const nobodyAnswers = raw.subscribe(double.subject('silent'));
    const reached = nobodyAnswers[Symbol.asyncIterator]().next();
    await raw.flush();
    const leaving = new AbortController();
    const waiting = Array.from({ length: 5 }, () =>
      client.request(double, 'silent', { n: 1 }, call({ signal: leaving.signal })),
    );
    await reached;
    expect(client.pending).toBe(5);
    expect(await code(client.request(double, 'maths', { n: 1 }, call()))).toBe('unavailable');
    leaving.abort();
    expect(await Promise.all(waiting.map(code))).toEqual(Array.from({ length: 5 }, () => 'cancelled'));
    expect(await code(client.request(double, 'maths', { n: 1 }, call()))).toBe('ok');
  });

  test('beyond as many as a service works on is refused at once', async () => {
    const leaving = new AbortController();
    const working: Promise<unknown>[] = [];
    let context: BusContext | undefined;
    for (let n = 0; n < 4; n += 1) {
      const { reply, arrived } = hold({ signal: leaving.signal });
      working.push(reply);
      context = await arrived;
    }
    expect(server.inFlight).toBe(4);
    expect(await code(client.request(double, 'maths', { n: 1 }, call()))).toBe('unavailable');
    const left = new Promise((resolve) => context?.signal.addEventListener('abort', resolve));
    leaving.abort();
    await left;
    expect(await code(client.request(double, 'maths', { n: 1 }, call()))).toBe('ok');
    await Promise.all(working);
    expect(server.inFlight).toBe(0);
  });

  test('is not asked of a service whose name would widen the subject', async () => {
    for (const service of ['*', 'a.b', '>', 'a b']) {
      await expect(client.request(double, service, { n: 1 }, call())).rejects.toThrow(RangeError);
    }
    expect(client.pending).toBe(0);
  });
});

describe('a request of a program that is not ours', () => {
  const ask = async (
    payload: string,
    changes: Parameters<typeof rawHeaders>[0] = {},
    subject = double.subject('maths'),
  ) => {
    const before = doubled;
    const reply = await raw.request(subject, payload, { timeout: 20_000, headers: rawHeaders(changes) });
    const called = doubled > before;
    return { ...reply.json<{ ok: boolean; error?: Failure }>(), called, end: reply.headers?.get('club-end') };
  };
  const signedByAnother = 'eyJpZCI6InUtMSIsImtpbmQiOiJzdGFmZiJ9.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

  test('is answered when all is right', async () => {
    expect(await ask('{"n":4}')).toMatchObject({ ok: true, value: { n: 8 }, called: true });
    expect(await ask('{"n":4}', { traceparent: undefined })).toMatchObject({ ok: true });
    expect(await ask('{"n":4}', { traceparent: '00-0-0-00' })).toMatchObject({ ok: true });
  });

  test.each([
    ['JSON that is broken', '{"n":', {}, 'malformed-request'],
    ['no body', '', {}, 'malformed-request'],
    ['a body that breaks the schema', '{"n":"4"}', {}, 'invalid-request'],
    ['no principal', '{"n":4}', { principal: undefined }, 'forbidden'],
    ['a forged principal', '{"n":4}', { principal: signedByAnother }, 'forbidden'],
    ['a principal that is no principal', '{"n":4}', { principal: 'x' }, 'forbidden'],
    ['broken JSON of nobody', '{"n":', { principal: undefined }, 'forbidden'],
    ['a deadline that has passed', '{"n":4}', { deadline: '1000' }, 'deadline-exceeded'],
    ['no deadline', '{"n":4}', { deadline: undefined }, 'malformed-request'],
    ['a deadline that is no time', '{"n":4}', { deadline: 'soon' }, 'malformed-request'],
    ['no request id', '{"n":4}', { requestId: undefined }, 'malformed-request'],
  ] as const)('with %s is answered', async (_what, payload, headers, expected) => {
    expect(await ask(payload, headers)).toMatchObject({ ok: false, error: { code: expected }, called: false });
  });

  test('without any header is answered', async () => {
    const reply = await raw.request(double.subject('maths'), '{"n":1}', { timeout: 20_000 });
    expect(reply.json()).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  });

  test('that wants its reply anywhere but in an inbox is left out', async () => {
    const heard = raw.subscribe('club.maths.announce.stolen.v1', { max: 1 });
    const before = doubled;
    raw.publish(double.subject('maths'), '{"n":1}', { reply: 'club.maths.announce.stolen.v1', headers: rawHeaders() });
    raw.publish(double.subject('maths'), '{"n":1}', { headers: rawHeaders() });
    expect(await ask('{"n":4}')).toMatchObject({ ok: true });
    expect(doubled).toBe(before + 1);
    expect(heard.getReceived()).toBe(0);
  });

  test('for a stream is refused with the end of a stream', async () => {
    const streams = await mesh.serve('streams', (strategy) => strategy.onStream(count, () => EMPTY));
    expect(await ask('{', {}, count.subject('streams'))).toMatchObject({
      error: { code: 'malformed-request' },
      end: '1',
    });
    await streams.close();
  });
});

describe('the instances of a service', () => {
  test('share its work', async () => {
    const names = ['a', 'b', 'c'];
    for (const by of names) {
      await mesh.serve('team', (strategy) => strategy.onRequest(double, ({ n }) => ({ n: n * 2, by })));
    }
    const desk = await mesh.join('desk');
    const asked = Array.from({ length: 90 }, (_, n) => desk.request(double, 'team', { n }, call()));
    const replies = (await Promise.all(asked)).map((reply) => (reply.ok ? reply.value : { n: -1, by: '' }));
    expect(replies.map(({ n }) => n)).toEqual(Array.from({ length: 90 }, (_, n) => n * 2));
    expect(new Set(replies.map(({ by }) => by))).toEqual(new Set(names));
  });

  test('all hear a cancel, so that the one that works on the call does', async () => {
    const contexts: BusContext[] = [];
    const all = Promise.withResolvers<void>();
    const never = Promise.withResolvers<never>();
    for (let instance = 0; instance < 3; instance += 1) {
      const serve = (strategy: BusStrategy) =>
        strategy.onRequest(double, (_body, context) => {
          contexts.push(context);
          if (contexts.length === 12) all.resolve();
          return never.promise;
        });
      await mesh.serve('workers', serve);
    }
    const desk = await mesh.join('desk');
    const leaving = new AbortController();
    const asked = Array.from({ length: 12 }, () =>
      desk.request(double, 'workers', { n: 1 }, call({ signal: leaving.signal })),
    );
    await all.promise;
    const aborted = contexts.map(({ signal }) => new Promise((resolve) => signal.addEventListener('abort', resolve)));
    leaving.abort();
    await Promise.all([...aborted, ...asked]);
  });

  test('refuse to have two handlers for one subject', async () => {
    const twice = (strategy: BusStrategy) => {
      strategy.onRequest(double, ({ n }) => ({ n }));
      strategy.onRequest(double, ({ n }) => ({ n }));
    };
    await expect(mesh.serve('twice', twice)).rejects.toThrow('Two handlers answer club.twice.request.double.v1.');
  });
});
