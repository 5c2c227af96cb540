import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import { AnswerLog } from './answer-log.js';
import { EventConnection, type ConnectionOptions, type Passed } from './event-connection.js';

const options: ConnectionOptions = { heartbeatMs: 60_000, patienceMs: 60_000 };

describe('a client that reads server-sent events', () => {
  let server: FastifyInstance;
  let serve: (reply: FastifyReply) => Promise<unknown>;

  beforeEach(async () => {
    server = fastify({ forceCloseConnections: true });
    server.get('/', (_request, reply) => void serve(reply));
    await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(() => server.close());

  const dial = () => {
    const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
    return socket;
  };
  const words = (log: AnswerLog, size: number) => log.append({ type: 'text-delta', text: 'x'.repeat(size) });

  it('gets no more than it takes: what waits for it is bounded, and it is dropped in the end', async () => {
    const log = new AnswerLog('a');
    const passed = Promise.withResolvers<Passed>();
    let waits = 0;
    let mostWaiting = 0;
    serve = async (reply) => {
      const connection = new EventConnection(reply, { ...options, patienceMs: 100 });
      const passing = connection.pass(log, 0);
      // More than the kernel takes for a reader who does not read.
      for (let part = 0; part < 800; part += 1) {
        words(log, 60_000);
        await new Promise(setImmediate);
        mostWaiting = Math.max(mostWaiting, reply.raw.writableLength);
        if (reply.raw.writableNeedDrain) waits += 1;
      }
      passed.resolve(await passing);
      connection.drop();
    };
    const socket = dial().pause();
    expect(await passed.promise).toBe('slow');
    expect(waits).toBeGreaterThan(0);
    expect(mostWaiting).toBeLessThan(200_000);
    expect(log.size).toBeLessThan(200_000);
    socket.destroy();
  });

  it('that reads slowly gets everything, as long as it reads', async () => {
    const log = new AnswerLog('a');
    for (let part = 0; part < 2; part += 1) words(log, 60_000);
    const passed = Promise.withResolvers<Passed>();
    serve = async (reply) => {
      const connection = new EventConnection(reply, options);
      log.finish('cut');
      passed.resolve(await connection.pass(log, 0));
      await connection.end();
    };
    const socket = dial();
    let text = '';
    for await (const chunk of socket) {
      text += String(chunk);
      if (text.includes('\r\n0\r\n')) break;
    }
    expect(await passed.promise).toBe('cut');
    expect(text.match(/^id: a\.\d$/gm)).toEqual(['id: a.1', 'id: a.2']);
  });

  it('hears from us while there is nothing to say, and nothing after it left', async () => {
    const log = new AnswerLog('a');
    words(log, 1);
    const passed = Promise.withResolvers<Passed>();
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    let connection!: EventConnection;
    serve = async (reply) => {
      connection = new EventConnection(reply, { ...options, heartbeatMs: 5 });
      passed.resolve(await connection.pass(log, 0));
    };
    const before = timers();
    const socket = dial();
    let text = '';
    for await (const chunk of socket) {
      text += String(chunk);
      if ((text.match(/^:$/gm) ?? []).length >= 3) break;
    }
    expect(await passed.promise).toBe('left');
    expect(connection.left.aborted).toBe(true);
    expect(timers()).toBeLessThanOrEqual(before);
    expect(await connection.send({ type: 'reconnect' })).toBe(false);
  });

  it('that is told to go on elsewhere comes back sooner than one that lost us', async () => {
    const log = new AnswerLog('a');
    words(log, 1);
    serve = async (reply) => {
      const connection = new EventConnection(reply, options);
      connection.stop();
      expect(await connection.pass(log, 0)).toBe('stopping');
      await connection.sendElsewhere();
    };
    const socket = dial();
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes('\r\n0\r\n')) socket.end();
    });
    await once(socket, 'close');
    expect(text).toMatch(/id: a\.1\nretry: 1000\n[^]*retry: 200\nevent: reconnect\n/);
    expect(text).not.toMatch(/id: .*\nretry: 200/);
  });
});
