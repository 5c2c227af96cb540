import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Result } from '#kernel';
import { MessageBus } from './message-bus.js';
import { BusStrategy } from './server/bus-strategy.js';
import type { BusContext } from './server/bus-context.js';
import { call, count, double, listening, startMesh, type Mesh } from './testing/mesh.js';

let mesh: Mesh;
let client: MessageBus;
let services = 0;

beforeAll(async () => {
  mesh = await startMesh();
  client = await mesh.join('desk');
});
afterAll(() => mesh.stop());

/** Tells when so many calls have arrived, and holds them until the gate opens. */
const held = () => {
  const gate = Promise.withResolvers<void>();
  const contexts: BusContext[] = [];
  const waiting: { many: number; tell: () => void }[] = [];
  return {
    contexts,
    open: gate.resolve,
    async enter(context: BusContext) {
      contexts.push(context);
      for (const { many, tell } of waiting) if (contexts.length === many) tell();
      await gate.promise;
    },
    arrived: (many: number) => new Promise<void>((tell) => waiting.push({ many, tell })),
  };
};

const codes = (results: Result<unknown>[]) => results.map((result) => (result.ok ? 'ok' : result.error.code));

describe('closing a service', () => {
  test('returns all 50 replies in flight, and takes nothing new', async () => {
    const service = `stopping-${(services += 1)}`;
    const door = held();
    const strategy = await mesh.serve(service, (s) =>
      s.onRequest(double, async ({ n }, context) => {
        await door.enter(context);
        return { n: n * 2 };
      }),
    );
    const all = door.arrived(50);
    const asked = Array.from({ length: 50 }, (_, n) => client.request(double, service, { n }, call()));
    await all;
    expect(strategy.inFlight).toBe(50);
    const closed = strategy.close();
    let late = await client.request(double, service, { n: 0 }, call({ deadline: call().deadline.within(200) }));
    while (!late.ok && late.error.code !== 'no-responders') {
      late = await client.request(double, service, { n: 0 }, call({ deadline: call().deadline.within(200) }));
    }
    door.open();
    await closed;
    const replies = await Promise.all(asked);
    expect(replies).toEqual(Array.from({ length: 50 }, (_, n) => ({ ok: true, value: { n: n * 2 } })));
    expect(strategy.inFlight).toBe(0);
  });

  test('lets the other instances go on without a lost request', async () => {
    const service = `rolling-${(services += 1)}`;
    const start = () => mesh.serve(service, (s) => s.onRequest(double, ({ n }) => ({ n: n * 2 })));
    let running = await start();
    const results: Result<unknown>[] = [];
    let rolling = true;
    const load = Array.from({ length: 8 }, async () => {
      while (rolling) results.push(await client.request(double, service, { n: 1 }, call()));
    });
    for (let round = 0; round < 5; round += 1) {
      const next = await start();
      await running.close();
      running = next;
    }
    rolling = false;
    await Promise.all(load);
    expect(results.length).toBeGreaterThan(0);
    expect(new Set(codes(results))).toEqual(new Set(['ok']));
  });

  test('finishes a stream that is under way', async () => {
    const service = `streaming-${(services += 1)}`;
    const door = held();
    const strategy = await mesh.serve(service, (s) =>
      s.onStream(count, async function* (_body, context) {
        yield { n: 1 };
        await door.enter(context);
        yield { n: 2 };
      }),
    );
    const begun = door.arrived(1);
    const parts = client.stream(count, service, { to: 2 }, call())[Symbol.asyncIterator]();
    expect(await parts.next()).toMatchObject({ value: { n: 1 } });
    const second = parts.next();
    await begun;
    const closed = strategy.close();
    door.open();
    await closed;
    expect(await second).toMatchObject({ value: { n: 2 } });
    expect(await parts.next()).toEqual({ done: true, value: undefined });
  });

  test('waits no longer than its grace; what is left is told, and stopped', async () => {
    const service = `impatient-${(services += 1)}`;
    const door = held();
    const strategy = await mesh.serve(
      service,
      (s) => {
        s.onRequest(double, async ({ n }, context) => {
          await door.enter(context);
          return { n };
        });
        s.onStream(count, async function* (_body, context) {
          await door.enter(context);
          yield { n: 1 };
        });
      },
      { graceMs: 50 },
    );
    const both = door.arrived(2);
    const reply = client.request(double, service, { n: 1 }, call());
    const part = client.stream(count, service, { to: 1 }, call())[Symbol.asyncIterator]().next();
    part.catch(() => undefined);
    await both;
    await strategy.close();
    expect(await reply).toMatchObject({ ok: false, error: { code: 'unavailable', retryable: true } });
    await expect(part).rejects.toMatchObject({ failure: { code: 'unavailable' } });
    expect(door.contexts.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    door.open();
  });

  test('twice is closing once', async () => {
    const strategy = await mesh.serve(`twice-${(services += 1)}`, (s) => s.onRequest(double, ({ n }) => ({ n })));
    await Promise.all([strategy.close(), strategy.close()]);
    await strategy.close();
  });

  test('closes the bus, unless it is told that others still need it', async () => {
    const closing = await mesh.join('a');
    const keeping = await mesh.join('b');
    for (const [bus, closesBus] of [
      [closing, true],
      [keeping, false],
    ] as const) {
      const strategy = new BusStrategy({ bus, closesBus });
      strategy.onRequest(double, ({ n }) => ({ n }));
      await listening(strategy);
      await strategy.close();
    }
    await closing.closed;
    expect([closing.isConnected(), keeping.isConnected()]).toEqual([false, true]);
    expect(codes([await keeping.request(double, 'b', { n: 1 }, call())])).toEqual(['no-responders']);
  });
});

describe('draining a bus', () => {
  test('waits for the replies that are due, then closes', async () => {
    const service = `answering-${(services += 1)}`;
    const door = held();
    await mesh.serve(service, (s) =>
      s.onRequest(double, async ({ n }, context) => {
        await door.enter(context);
        return { n };
      }),
    );
    const bus = await mesh.join('leaving');
    const arrived = door.arrived(1);
    const reply = bus.request(double, service, { n: 1 }, call());
    await arrived;
    const drained = bus.drain();
    door.open();
    await drained;
    await bus.closed;
    expect(await reply).toEqual({ ok: true, value: { n: 1 } });
    expect(codes([await bus.request(double, service, { n: 1 }, call())])).toEqual(['unavailable']);
    await bus.drain();
  });

  test('does not wait longer than its grace', async () => {
    const service = `silent-${(services += 1)}`;
    const door = held();
    await mesh.serve(service, (s) =>
      s.onRequest(double, async ({ n }, context) => {
        await door.enter(context);
        return { n };
      }),
    );
    const bus = await mesh.join('leaving');
    const arrived = door.arrived(1);
    const reply = bus.request(double, service, { n: 1 }, call());
    await arrived;
    await bus.drain(20);
    expect(codes([await reply])).toEqual(['unavailable']);
    door.open();
  });
});
