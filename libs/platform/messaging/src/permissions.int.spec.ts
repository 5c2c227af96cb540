import { afterEach, describe, expect, test } from '@jest/globals';
import { MessageBus } from './message-bus.js';
import { BusStrategy } from './server/bus-strategy.js';
import { call, count, double, listening, principalSecret, startMesh, type Mesh } from './testing/mesh.js';

/** What a broker allows the services of these specs: their own subjects and their own inbox. */
const config = `
authorization {
  users = [
    { user: desk, password: d, permissions: {
      publish: ["club.maths.request.double.v1", "club.maths.stream.>", "club.maths.control.>", "club.desk.announce.>"]
      subscribe: ["_INBOX.desk.>", "club.*.announce.>"]
    } }
    { user: maths, password: m, permissions: {
      subscribe: ["_INBOX.maths.>", "club.maths.request.>", "club.maths.stream.>", "club.maths.control.>"]
      publish: { deny: ">" }
      allow_responses: { max: 1000, expires: "1m" }
    } }
  ]
}`;

let mesh: Mesh;
afterEach(() => mesh.stop());

const asDesk = { credentials: () => ({ user: 'desk', password: 'd' }) };
const asMaths = { credentials: () => ({ user: 'maths', password: 'm' }) };

const start = async () => {
  mesh = await startMesh(config);
  await mesh.serve(
    'maths',
    (strategy) => {
      strategy.onRequest(double, ({ n }) => ({ n: n * 2 }));
      strategy.onStream(count, async function* ({ to }) {
        for (let n = 0; n < to; n += 1) yield await Promise.resolve({ n });
      });
    },
    { settings: asMaths },
  );
  return mesh.join('desk', asDesk);
};

describe('with a broker that allows each service only what is its own', () => {
  test('requests and streams of many parts work', async () => {
    const client = await start();
    expect(await client.request(double, 'maths', { n: 2 }, call())).toEqual({ ok: true, value: { n: 4 } });
    let parts = 0;
    for await (const { n } of client.stream(count, 'maths', { to: 200 }, call())) expect(n).toBe(parts++);
    expect(parts).toBe(200);
  });

  test('what may not be asked is forbidden at once, not at the deadline', async () => {
    const client = await start();
    expect(await client.request(double, 'tech', { n: 2 }, call())).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    });
    expect(await client.request(double, 'maths', { n: 2 }, call())).toMatchObject({ ok: true });
  });

  test('a service that may not hear its own subject does not come up deaf', async () => {
    await start();
    const bus = await mesh.join('desk', asDesk);
    const lost = bus.closed.catch((error: unknown) => error);
    const strategy = new BusStrategy({ bus });
    strategy.onRequest(double, ({ n }) => ({ n }));
    await expect(listening(strategy)).rejects.toThrow('club.desk');
    expect(await lost).toMatchObject({ failure: { code: 'unavailable' } });
  });

  test('a process that may not hear its own inbox does not connect', async () => {
    await start();
    const connecting = MessageBus.connect({
      url: mesh.nats.url,
      service: 'tech',
      instance: 'i',
      principalSecret,
      logger: mesh.log,
      ...asDesk,
    });
    await expect(connecting).rejects.toMatchObject({ failure: { code: 'unavailable' } });
  });
});
