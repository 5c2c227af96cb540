import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { BusStrategy } from '#platform/messaging';
import { eventually, testBackingServices } from '#testing';
import { closeGateway } from './create-gateway.js';
import { manifestOf, shortAnswer, startStandIn, startTestGateway, testKey, type TestGateway } from './test-gateway.js';

const services = testBackingServices({ nats: {}, database: 'pglite' });

describe('a gateway that is told to stop', () => {
  let gateway: TestGateway;
  let standIn: BusStrategy;
  let asked = false;
  const gate = Promise.withResolvers<void>();

  beforeAll(async () => {
    gateway = await startTestGateway(services);
    standIn = await startStandIn(services, gateway, manifestOf('booking', 'booking'), async function* (ask) {
      asked = true;
      await gate.promise;
      yield* shortAnswer(ask);
    });
    await gateway.app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await standIn.close();
    await gateway.parts.streams.drain();
    await gateway.parts.close();
  });

  it('lets a question that it has taken end, says that the connection ends with it, and is not kept by a client that never ends its own', async () => {
    const { port } = gateway.app.getHttpServer().address() as AddressInfo;
    const answer = fetch(`http://127.0.0.1:${port}/query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'how do I change my booking' }),
    });
    const stuck = connect(port, '127.0.0.1', () => stuck.write('POST /query HTTP/1.1\r\nHost: x\r\n'));
    const cut = new Promise((resolve) => stuck.once('close', resolve).once('error', resolve));
    await eventually(() => expect(asked).toBe(true));
    const closing = closeGateway(gateway.app, 5_000);
    await eventually(() => expect(gateway.app.getHttpServer().listening).toBe(false));
    gate.resolve();
    const { status, headers } = await answer;
    expect([status, headers.get('connection')]).toEqual([200, 'close']);
    await closing;
    await cut;
  });
});
