import { once } from 'node:events';
import { createServer, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { clientLeft } from './client-left.js';

describe('a client', () => {
  let server: Server;
  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const ask = async () => {
    const asked = request({ port: (server.address() as AddressInfo).port, agent: false }).end();
    asked.on('error', () => undefined);
    const [, reply] = (await once(server, 'request')) as [unknown, ServerResponse];
    return { asked, reply };
  };

  it('that leaves is noticed', async () => {
    const { asked, reply } = await ask();
    const left = clientLeft(reply);
    expect(left.aborted).toBe(false);
    asked.destroy();
    await once(left, 'abort');
  });

  it('that left before anybody looked is noticed as well', async () => {
    const { asked, reply } = await ask();
    asked.destroy();
    await once(reply, 'close');
    expect(clientLeft(reply).aborted).toBe(true);
  });

  it('that got its reply did not leave', async () => {
    const { reply } = await ask();
    const left = clientLeft(reply);
    reply.end('the answer');
    await once(reply, 'close');
    expect([left.aborted, clientLeft(reply).aborted]).toEqual([false, false]);
  });
});
