import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from '#backing-services';
import { nextTurn } from '#kernel';
import { eventually } from '#testing';
import { closeGateway } from './create-gateway.js';
import { listen } from './listen.js';

const host = '127.0.0.1';
const warned: unknown[] = [];
const logger = { warn: (...said: unknown[]) => void warned.push(said) };

@Module({})
class NothingModule {}

/** Connects so many times while the process that is to take them does nothing at all, and ends when all are connected. */
const crowd = (port: number, count: number) =>
  spawnSync(
    process.execPath,
    [
      '--eval',
      `let left = ${count};
       for (let one = 0; one < ${count}; one += 1)
         require('node:net').connect(${port}, '${host}', () => { if ((left -= 1) === 0) process.exit(0); });`,
    ],
    { timeout: 30_000 },
  ).status;

/** What comes of connecting, as the code of the error where there is one. */
const connecting = (port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const socket = connect(port, host, () => socket.destroy());
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code)).once('close', () => resolve(undefined));
  });

describe('listen', () => {
  let closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    await Promise.all(closing.map((close) => close()));
    closing = [];
  });

  async function appOf(): Promise<NestFastifyApplication> {
    const adapter = new FastifyAdapter({ forceCloseConnections: 'idle' });
    return NestFactory.create<NestFastifyApplication>(NothingModule, adapter, { logger: false });
  }

  async function listening(app: NestFastifyApplication): Promise<{ port: number; listeners: Server[] }> {
    const listeners = await listen(app, 0, logger, host);
    closing.push(() => closeGateway(app, 1000, listeners));
    return { port: (app.getHttpServer().address() as AddressInfo).port, listeners };
  }

  it('loses nobody of a thousand that come while the process is late, and takes many in one turn of the loop', async () => {
    const app = await appOf();
    const { port } = await listening(app);
    let taken = 0;
    // The others hand over to it what they take.
    app.getHttpServer().on('connection', () => (taken += 1));
    expect(crowd(port, 1000)).toBe(0);
    let most = 0;
    let before = 0;
    for (let turns = 0; taken < 1000 && turns < 10_000; turns += 1) {
      await nextTurn();
      most = Math.max(most, taken - before);
      before = taken;
    }
    expect(taken).toBe(1000);
    expect(most).toBeGreaterThan(4);
  });

  it('answers whichever listener a client comes to', async () => {
    const app = await appOf();
    app.getHttpAdapter().get('/', (_request: unknown, reply: { send(body: string): void }) => reply.send('here'));
    const { port, listeners } = await listening(app);
    let elsewhere = 0;
    for (const listener of listeners) listener.on('connection', () => (elsewhere += 1));
    const headers = { connection: 'close' };
    const said = await Promise.all(
      Array.from({ length: 50 }, async () => (await fetch(`http://${host}:${port}`, { headers })).text()),
    );
    expect(new Set(said)).toEqual(new Set(['here']));
    expect(elsewhere).toBeGreaterThan(0);
  });

  it('lets what other listeners have taken end when it stops, and takes nothing more', async () => {
    const app = await appOf();
    const held = Promise.withResolvers<string>();
    const elsewhere = new Set<Socket>();
    const allAsked = Promise.withResolvers<void>();
    let asked = 0;
    app.getHttpAdapter().get('/', async ({ raw }: { raw: IncomingMessage }, reply: { send(body: string): void }) => {
      if ((asked += 1) === 50) allAsked.resolve();
      if (!elsewhere.has(raw.socket)) return reply.send('here');
      reply.send(await held.promise);
    });
    const listeners = await listen(app, 0, logger, host);
    for (const listener of listeners) listener.on('connection', (socket) => elsewhere.add(socket));
    const server = app.getHttpServer();
    const { port } = server.address() as AddressInfo;
    const said = Array.from({ length: 50 }, async () => (await fetch(`http://${host}:${port}`)).text());
    await allAsked.promise;
    const ownClosed = once(server, 'close');
    let closed = false;
    const allClosed = closeGateway(app, 600_000, listeners).then(() => (closed = true));
    await ownClosed;
    await eventually(async () => expect(await connecting(port)).toBe('ECONNREFUSED'));
    expect(closed).toBe(false);
    held.resolve('the end');
    expect(new Set(await Promise.all(said))).toContain('the end');
    await allClosed;
    // A connection that is kept for what is asked next, a minute and more, makes this fail.
  }, 30_000);

  it('cuts a client that never ends its question, whichever listener took it', async () => {
    const app = await appOf();
    const listeners = await listen(app, 0, logger, host);
    let [taken, elsewhere] = [0, 0];
    app.getHttpServer().on('connection', () => (taken += 1));
    for (const listener of listeners) listener.on('connection', () => (elsewhere += 1));
    const { port } = app.getHttpServer().address() as AddressInfo;
    const stuck = Array.from({ length: 40 }, () => connect(port, host));
    for (const socket of stuck) socket.write('POST / HTTP/1.1\r\nHost: x\r\n');
    const cut = stuck.map((socket) => new Promise((done) => socket.once('error', done).once('close', done)));
    await eventually(() => expect(taken).toBe(stuck.length));
    expect(elsewhere).toBeGreaterThan(0);
    await closeGateway(app, 500, listeners);
    await Promise.all(cut);
  });

  it('goes on when a connection cannot be taken, and takes a port that is free and named', async () => {
    const port = await freePort();
    const app = await appOf();
    const listeners = await listen(app, port, logger, host);
    closing.push(() => closeGateway(app, 1000, listeners));
    for (const listener of [app.getHttpServer() as Server, ...listeners]) listener.emit('error', new Error('EMFILE'));
    expect(warned).toHaveLength(1 + listeners.length);
    expect(await connecting(port)).toBeUndefined();
  });

  it.each([{ reusePort: true }, {}])('refuses a port that somebody has, shared or not: %j', async (shared) => {
    const other = createServer().listen({ port: 0, host, ...shared });
    await once(other, 'listening');
    closing.push(() => new Promise((done) => other.close(done)));
    const app = await appOf();
    closing.push(() => app.close());
    const { port } = other.address() as AddressInfo;
    await expect(listen(app, port, logger, host)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
