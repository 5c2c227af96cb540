import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NatsConnection } from '@nats-io/transport-node';
import { finalize, interval, map, of } from 'rxjs';
import { Deadline, fail } from '#kernel';
import type { MessageBus } from './message-bus.js';
import type { BusContext } from './server/bus-context.js';
import type { StreamHandler } from './server/decorators.js';
import { call, count, startMesh, type Mesh } from './testing/mesh.js';
import { endPayload, valuePayload } from './wire/envelope.js';
import { partHeaders } from './wire/headers.js';

type Count = StreamHandler<typeof count.request, typeof count.part>;

let mesh: Mesh;
let client: MessageBus;
/** Keeps few parts. */
let narrow: MessageBus;
let raw: NatsConnection;
let services = 0;

beforeAll(async () => {
  mesh = await startMesh('max_payload: 8192');
  client = await mesh.join('desk');
  narrow = await mesh.join('desk', { limits: { bufferedParts: 100 } });
  raw = await mesh.stranger();
});
afterAll(() => mesh.stop());

/** A service of its own for each test, so that what is in flight there is this test's. */
const serve = async (handler: Count) => {
  const service = `counter-${(services += 1)}`;
  const strategy = await mesh.serve(service, (strategy) => strategy.onStream(count, handler));
  return { service, strategy };
};

const upTo: Count = async function* ({ to }) {
  for (let n = 0; n < to; n += 1) yield await Promise.resolve({ n });
};

const numbers = async (parts: AsyncIterable<{ n: number }>): Promise<number[]> => {
  const read: number[] = [];
  for await (const { n } of parts) read.push(n);
  return read;
};
const range = (to: number) => Array.from({ length: to }, (_, n) => n);

/** A stream that goes on until it is stopped, and says when and why that was. */
const endless = () => {
  const stopped = Promise.withResolvers<BusContext>();
  const begun = Promise.withResolvers<BusContext>();
  let produced = 0;
  const handler: Count = async function* (_body, context) {
    begun.resolve(context);
    try {
      for (;;) yield await Promise.resolve({ n: produced++ });
    } finally {
      stopped.resolve(context);
    }
  };
  return { handler, begun: begun.promise, stopped: stopped.promise, produced: () => produced };
};

describe('a stream', () => {
  test('arrives whole and in order', async () => {
    const { service, strategy } = await serve(upTo);
    expect(await numbers(client.stream(count, service, { to: 80 }, call()))).toEqual(range(80));
    expect(await numbers(client.stream(count, service, { to: 0 }, call()))).toEqual([]);
    expect(client.pending).toBe(0);
    expect(strategy.inFlight).toBe(0);
  });

  test('arrives whole when it is longer than what may wait, as long as it is read', async () => {
    let read = Promise.withResolvers<void>();
    const stepwise: Count = async function* ({ to }) {
      for (let n = 0; n < to; n += 1) {
        yield { n };
        if (n % 50 < 49) continue;
        await read.promise;
        read = Promise.withResolvers();
      }
    };
    const { service } = await serve(stepwise);
    const numbers: number[] = [];
    for await (const { n } of narrow.stream(count, service, { to: 1_000 }, call())) {
      numbers.push(n);
      if (n % 50 === 49) read.resolve();
    }
    expect(numbers).toEqual(range(1_000));
  });

  test('asks anew each time it is iterated, and not before', async () => {
    let asked = 0;
    const { service } = await serve(async function* () {
      yield await Promise.resolve({ n: (asked += 1) });
    });
    const stream = client.stream(count, service, { to: 1 }, call());
    expect(asked).toBe(0);
    expect([await numbers(stream), await numbers(stream)]).toEqual([[1], [2]]);
  });

  test('may be an Observable, and may come later', async () => {
    const observable = await serve(({ to }) => of(...range(to).map((n) => ({ n }))));
    expect(await numbers(client.stream(count, observable.service, { to: 3 }, call()))).toEqual([0, 1, 2]);
    const later = await serve((body, context) => Promise.resolve(upTo(body, context)));
    expect(await numbers(client.stream(count, later.service, { to: 3 }, call()))).toEqual([0, 1, 2]);
  });

  test('of something else is an error of the service', async () => {
    const { service } = await serve(() => [{ n: 1 }] as unknown as AsyncIterable<{ n: number }>);
    await expect(numbers(client.stream(count, service, { to: 1 }, call()))).rejects.toMatchObject({
      failure: { code: 'internal' },
    });
  });

  test('that fails on its way ends with that failure, after the parts before it', async () => {
    const { service } = await serve(async function* () {
      yield await Promise.resolve({ n: 1 });
      throw fail('not-found', 'There is no more.');
    });
    const read: number[] = [];
    const reading = (async () => {
      for await (const { n } of client.stream(count, service, { to: 1 }, call())) read.push(n);
    })();
    await expect(reading).rejects.toMatchObject({ failure: { code: 'not-found', message: 'There is no more.' } });
    expect(read).toEqual([1]);
  });

  test('whose handler breaks tells nothing of how', async () => {
    const { service } = await serve(async function* () {
      yield await Promise.resolve({ n: 1 });
      throw new Error('secret table');
    });
    const asked = call();
    const error: unknown = await numbers(client.stream(count, service, { to: 1 }, asked)).catch((e: unknown) => e);
    expect(error).toMatchObject({ failure: { code: 'internal' } });
    expect(String(error)).not.toContain('secret');
    expect(mesh.log.entries.find(({ fields }) => fields.traceId === asked.trace.traceId)).toBeDefined();
  });

  test('that nobody serves says so at once', async () => {
    const reading = numbers(client.stream(count, 'nobody', { to: 1 }, call()));
    await expect(reading).rejects.toMatchObject({ failure: { code: 'no-responders' } });
  });

  test('with a part that is too large ends with an error', async () => {
    const { service } = await serve(async function* () {
      yield await Promise.resolve({ n: 1 });
      yield { n: 2, text: 'x'.repeat(10_000) };
    });
    const reading = numbers(client.stream(count, service, { to: 1 }, call()));
    await expect(reading).rejects.toMatchObject({ failure: { message: 'The reply is larger than the bus carries.' } });
  });
});

describe('a stream that is not wanted any more', () => {
  test('stops being produced when its reader leaves the loop', async () => {
    const { handler, stopped, produced } = endless();
    const { service, strategy } = await serve(handler);
    for await (const { n } of client.stream(count, service, { to: 0 }, call())) if (n === 5) break;
    const context = await stopped;
    expect(context.signal.aborted).toBe(true);
    expect(context.signal.reason).toMatchObject({ failure: { code: 'cancelled' } });
    const then = produced();
    await client.flush();
    expect(produced()).toBe(then);
    expect(client.pending).toBe(0);
    expect(strategy.inFlight).toBe(0);
  });

  test('stops when its caller aborts, and the reader is told', async () => {
    const { handler, stopped } = endless();
    const { service } = await serve(handler);
    const leaving = new AbortController();
    const reading = (async () => {
      for await (const { n } of client.stream(count, service, { to: 0 }, call({ signal: leaving.signal }))) {
        if (n === 3) leaving.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    await stopped;
  });

  test('stops at the deadline on both sides', async () => {
    const waiting = Promise.withResolvers<never>();
    const aborted = Promise.withResolvers<unknown>();
    const { service, strategy } = await serve(async function* (_body, { signal }) {
      signal.addEventListener('abort', () => aborted.resolve(signal.reason));
      yield { n: 1 };
      await waiting.promise;
    });
    const reading = numbers(client.stream(count, service, { to: 0 }, call({ deadline: Deadline.in(400) })));
    await expect(reading).rejects.toMatchObject({ failure: { code: 'deadline-exceeded' } });
    expect(await aborted.promise).toMatchObject({ failure: { code: 'deadline-exceeded' } });
    expect(strategy.inFlight).toBe(0);
  });

  test('stops when it is an Observable', async () => {
    const unsubscribed = Promise.withResolvers<void>();
    const { service } = await serve(() =>
      interval(1).pipe(
        map((n) => ({ n })),
        finalize(() => unsubscribed.resolve()),
      ),
    );
    for await (const { n } of client.stream(count, service, { to: 0 }, call())) if (n === 2) break;
    await unsubscribed.promise;
  });

  test('is stopped when its reader is too slow, with a clear failure', async () => {
    const { handler, stopped } = endless();
    const { service } = await serve(handler);
    const parts = narrow.stream(count, service, { to: 0 }, call())[Symbol.asyncIterator]();
    expect(await parts.next()).toMatchObject({ value: { n: 0 } });
    await stopped;
    await expect(parts.next()).rejects.toMatchObject({
      failure: { code: 'unavailable', message: 'The answer was read too slowly.' },
    });
    expect(await parts.next()).toEqual({ done: true, value: undefined });
    expect(narrow.pending).toBe(0);
  });
});

describe('a stream from a service that does it wrong', () => {
  /** Sends these to whoever asks, and hears whether it is cancelled. */
  const sendsTo = async (
    messages: readonly (readonly [payload: string, headers?: ReturnType<typeof partHeaders>])[],
  ) => {
    const service = `wrong-${(services += 1)}`;
    const cancelled = raw.subscribe(`club.${service}.control.cancel.v1`, { max: 1 });
    raw.subscribe(count.subject(service), {
      callback: (_error, message) => {
        for (const [payload, headers] of messages) message.respond(payload, headers && { headers });
      },
    });
    await raw.flush();
    return { service, cancelled: cancelled[Symbol.asyncIterator]().next() };
  };
  const part = (n: number, position = n) => [valuePayload({ n }), partHeaders(position, false)] as const;

  test('that loses a part is unavailable, after the parts before the gap', async () => {
    const { service, cancelled } = await sendsTo([part(0), part(1), part(3), [endPayload, partHeaders(4, true)]]);
    const read: number[] = [];
    const reading = (async () => {
      for await (const { n } of client.stream(count, service, { to: 4 }, call())) read.push(n);
    })();
    await expect(reading).rejects.toMatchObject({
      failure: { code: 'unavailable' },
      internal: expect.stringContaining('part 3 came, 2 was due'),
    });
    expect(read).toEqual([0, 1]);
    await cancelled;
  });

  test('that loses its end is late, not over', async () => {
    const { service } = await sendsTo([part(0)]);
    const reading = numbers(client.stream(count, service, { to: 4 }, call({ deadline: Deadline.in(400) })));
    await expect(reading).rejects.toMatchObject({ failure: { code: 'deadline-exceeded' } });
  });

  test.each([
    ['a part that breaks the contract', [valuePayload({ n: 'one' }), partHeaders(0, false)], 'internal'],
    ['a part that is no JSON', ['{', partHeaders(0, false)], 'internal'],
    ['an end that is no JSON', ['{', partHeaders(0, true)], 'internal'],
    ['a part without a position', [valuePayload({ n: 0 })], 'unavailable'],
  ] as const)('with %s is a failure', async (_what, message, expected) => {
    const { service } = await sendsTo([message]);
    const reading = numbers(client.stream(count, service, { to: 1 }, call()));
    await expect(reading).rejects.toMatchObject({ failure: { code: expected } });
  });

  test('a part that breaks the contract has the contract in its internal text, and stops the stream', async () => {
    const { service, cancelled } = await sendsTo([[valuePayload({ n: 'one' }), partHeaders(0, false)]]);
    const reading = numbers(client.stream(count, service, { to: 1 }, call()));
    await expect(reading).rejects.toMatchObject({ internal: expect.stringContaining('count.v1') });
    await cancelled;
  });

  test('an end that carries the last part is read', async () => {
    const { service } = await sendsTo([part(0), [valuePayload({ n: 1 }), partHeaders(1, true)]]);
    expect(await numbers(client.stream(count, service, { to: 2 }, call()))).toEqual([0, 1]);
  });
});
