import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FailureError } from '#kernel';
import { MessageBus } from './message-bus.js';
import type { BusContext } from './server/bus-context.js';
import type { BusStrategy } from './server/bus-strategy.js';
import { call, count, double, hello, principalSecret, startMesh, statusOf, type Mesh } from './testing/mesh.js';
import { recordedLog } from './testing/recorded-log.js';

let mesh: Mesh;
beforeEach(async () => {
  mesh = await startMesh();
});
afterEach(() => mesh.stop());

const served = () => mesh.serve('maths', (strategy) => strategy.onRequest(double, ({ n }) => ({ n: n * 2 })));

describe('when the broker goes away', () => {
  test('everything works again after it is back, however it went', async () => {
    const strategy = await served();
    const client = await mesh.join('desk');
    const heard: string[] = [];
    let hear = (): void => undefined;
    client.onAnnouncement(hello, ({ text }) => {
      heard.push(text);
      hear();
    });
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGKILL'] as const) {
      const lost = [statusOf(client, 'disconnected'), statusOf(strategy.unwrap(), 'disconnected')];
      mesh.nats.kill(signal);
      await Promise.all(lost);
      const back = [statusOf(client, 'connected'), statusOf(strategy.unwrap(), 'connected')];
      await mesh.nats.restart();
      await Promise.all(back);
      await Promise.all([client.flush(), strategy.unwrap<MessageBus>().flush()]);
      expect(await client.request(double, 'maths', { n: 2 }, call())).toEqual({ ok: true, value: { n: 4 } });
      const announced = new Promise<void>((resolve) => (hear = resolve));
      expect(strategy.unwrap<MessageBus>().announce(hello, { text: signal })).toMatchObject({ ok: true });
      await announced;
    }
    expect(heard).toEqual(['SIGTERM', 'SIGKILL', 'SIGKILL']);
  });

  test('a request fails at once, and what waited for a reply as well', async () => {
    const arrived = Promise.withResolvers<BusContext>();
    const never = Promise.withResolvers<never>();
    const register = (strategy: BusStrategy) => {
      strategy.onRequest(double, (_body, context) => {
        arrived.resolve(context);
        return never.promise;
      });
      strategy.onStream(count, async function* () {
        yield await Promise.resolve({ n: 1 });
        await never.promise;
      });
    };
    await mesh.serve('silent', register, { graceMs: 10 });
    const client = await mesh.join('desk');
    const reply = client.request(double, 'silent', { n: 1 }, call());
    const parts = client.stream(count, 'silent', { to: 1 }, call())[Symbol.asyncIterator]();
    expect(await parts.next()).toMatchObject({ value: { n: 1 } });
    const next = parts.next();
    next.catch(() => undefined);
    await arrived.promise;
    const lost = statusOf(client, 'disconnected');
    mesh.nats.kill('SIGKILL');
    await lost;
    expect(await reply).toMatchObject({ ok: false, error: { code: 'unavailable', retryable: true } });
    await expect(next).rejects.toMatchObject({ failure: { code: 'unavailable' } });
    expect(client.isConnected()).toBe(false);
    expect(await client.request(double, 'silent', { n: 1 }, call())).toMatchObject({ error: { code: 'unavailable' } });
    const streamed = client.stream(count, 'silent', { to: 1 }, call())[Symbol.asyncIterator]().next();
    await expect(streamed).rejects.toMatchObject({ failure: { code: 'unavailable' } });
    expect(client.announce(hello, { text: 'x' })).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    await expect(client.flush()).rejects.toMatchObject({ failure: { code: 'unavailable' } });
    expect(client.pending).toBe(0);
  });

  test('a stream stops being produced, because its parts reach nobody', async () => {
    const gone = Promise.withResolvers<void>();
    const stopped = Promise.withResolvers<BusContext>();
    const strategy = await mesh.serve('counter', (s) =>
      s.onStream(count, async function* (_body, context) {
        try {
          yield { n: 1 };
          await gone.promise;
          for (;;) yield { n: 2 };
        } finally {
          stopped.resolve(context);
        }
      }),
    );
    const client = await mesh.join('desk');
    const parts = client.stream(count, 'counter', { to: 1 }, call())[Symbol.asyncIterator]();
    await parts.next();
    const lost = statusOf(strategy.unwrap(), 'disconnected');
    mesh.nats.kill('SIGKILL');
    await lost;
    gone.resolve();
    expect((await stopped.promise).signal.aborted).toBe(true);
    expect(strategy.inFlight).toBe(0);
  });

  test('a broker that is frozen counts as gone, and is found again when it thaws', async () => {
    await served();
    const client = await mesh.join('desk', { reconnect: { pingIntervalMs: 100, dialTimeoutMs: 100 } });
    const lost = statusOf(client, 'disconnected');
    mesh.nats.kill('SIGSTOP');
    await lost;
    expect(await client.request(double, 'maths', { n: 2 }, call())).toMatchObject({ error: { code: 'unavailable' } });
    const back = statusOf(client, 'connected');
    mesh.nats.kill('SIGCONT');
    await back;
    // So impatient a client may take a busy broker for a frozen one once more.
    for (;;) {
      const reply = await client.request(double, 'maths', { n: 2 }, call());
      if (reply.ok) return expect(reply.value).toEqual({ n: 4 });
      if (!client.isConnected()) await statusOf(client, 'connected');
    }
  });

  test('every listener hears of it, also beside one that breaks', async () => {
    const client = await mesh.join('desk');
    client.onStatus(() => {
      throw new Error('a listener that breaks');
    });
    for (const [wanted, act] of [
      ['disconnected', () => Promise.resolve(mesh.nats.kill('SIGKILL'))],
      ['connected', () => mesh.nats.restart()],
    ] as const) {
      const heard = statusOf(client, wanted);
      await act();
      await heard;
    }
  });

  test('a service whose bus is closed under it does not wait for what it cannot send', async () => {
    const arrived = Promise.withResolvers<BusContext>();
    const never = Promise.withResolvers<never>();
    const strategy = await mesh.serve('silent', (s) =>
      s.onRequest(double, (_body, context) => {
        arrived.resolve(context);
        return never.promise;
      }),
    );
    const client = await mesh.join('desk');
    const reply = client.request(double, 'silent', { n: 1 }, call());
    const context = await arrived.promise;
    await strategy.unwrap<MessageBus>().drain();
    expect(context.signal.aborted).toBe(true);
    await strategy.close();
    await client.drain(0);
    expect(await reply).toMatchObject({ ok: false });
  });

  test('a process can still end', async () => {
    const strategy = await served();
    const client = await mesh.join('desk');
    const lost = [statusOf(client, 'disconnected'), statusOf(strategy.unwrap(), 'disconnected')];
    mesh.nats.kill('SIGKILL');
    await Promise.all(lost);
    await Promise.all([client.drain(), strategy.close()]);
    await client.closed;
  });
});

describe('a handler of a message that throws', () => {
  test('does not make the process deaf', async () => {
    await served();
    const client = await mesh.join('desk');
    const connection = client.line.connection;
    connection.subscribe('club.desk.announce.bad.v1', () => {
      throw new Error('from inside the reading loop');
    });
    client.unwrap().publish('club.desk.announce.bad.v1', '{}');
    await client.flush();
    expect(await client.request(double, 'maths', { n: 2 }, call())).toEqual({ ok: true, value: { n: 4 } });
  });
});

describe('a connection that is lost for good', () => {
  const settings = () => ({
    url: mesh.nats.url,
    service: 'desk',
    instance: 'i',
    principalSecret,
    logger: recordedLog(),
  });

  test('says so: the broker does not take the credentials any more', async () => {
    await mesh.stop();
    mesh = await startMesh('authorization { user: desk, password: right }');
    let password = 'right';
    const bus = await MessageBus.connect({
      ...settings(),
      credentials: () => ({ user: 'desk', password }),
      reconnect: { waitMs: 20, jitterMs: 0 },
    });
    const told = bus.closed.catch((error: unknown) => error);
    password = 'wrong';
    await mesh.nats.restart();
    expect(await told).toMatchObject({ failure: { code: 'unavailable' } });
    expect(bus.isConnected()).toBe(false);
    expect(await bus.request(double, 'maths', { n: 1 }, call())).toMatchObject({ error: { code: 'unavailable' } });
    await bus.drain();
  });

  test('was never there: wrong credentials are told at once', async () => {
    await mesh.stop();
    mesh = await startMesh('authorization { user: desk, password: right }');
    const url = mesh.nats.url.replace('//', '//desk:wrong@');
    await expect(MessageBus.connect({ ...settings(), url })).rejects.toBeInstanceOf(FailureError);
    const bus = await MessageBus.connect({ ...settings(), url: url.replace('wrong', 'right') });
    await bus.drain();
  });

  test('was never there: no broker within the time for it', async () => {
    await mesh.nats.stop();
    const connecting = MessageBus.connect({ ...settings(), reconnect: { firstConnectWithinMs: 100, waitMs: 20 } });
    await expect(connecting).rejects.toMatchObject({
      failure: { code: 'unavailable', message: 'The message bus cannot be reached.' },
    });
  });

  test('is waited for at the start, when the broker comes a little later', async () => {
    mesh.nats.kill('SIGKILL');
    await mesh.nats.exited;
    const connecting = MessageBus.connect({ ...settings(), reconnect: { waitMs: 20 } });
    await mesh.nats.restart();
    await (await connecting).drain();
  });
});
