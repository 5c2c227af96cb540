import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { connect as connectNats } from '@nats-io/transport-node';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Redis } from 'ioredis';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { askPostgres } from './ask-postgres.js';
import { startNats, startNginx, startPglite, startPostgres, startRedis, type BackingService } from './index.js';
import { scratchFolder } from './scratch.js';

const scratch = scratchFolder('servers-spec');
const folder = scratch.path;
const running: BackingService[] = [];
const keep = (service: BackingService): BackingService => (running.push(service), service);

afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.stop()));
});
afterAll(() => scratch.remove());

const nginx = ({ port }: { port?: number }) => startNginx({ upstreams: [9], ...(port === undefined ? {} : { port }) });
const starts = { nats: startNats, redis: startRedis, pglite: startPglite, postgres: startPostgres, nginx };

test.each(Object.entries(starts))('a %s server that is not ours is not taken for ours', async (_, start) => {
  const stranger = keep(await start({}));
  await expect(start({ port: stranger.port })).rejects.toMatchObject({
    failure: { message: expect.stringContaining(`Port ${stranger.port} is taken by another program.`) },
  });
});

describe('nats-server', () => {
  test('streams survive SIGKILL, on the same port', async () => {
    const nats = keep(await startNats({ jetstream: true, storeDir: join(folder, 'jetstream') }));
    const first = await connectNats({ servers: nats.url, reconnect: false });
    await (await jetstreamManager(first)).streams.add({ name: 'LOG', subjects: ['log.>'] });
    await jetstream(first).publish('log.one', 'kept');
    await first.close();
    nats.kill('SIGKILL');
    expect(await nats.exited).toEqual({ code: null, signal: 'SIGKILL' });
    await nats.restart();
    const second = await connectNats({ servers: nats.url, reconnect: false });
    const message = await (await jetstreamManager(second)).streams.getMessage('LOG', { last_by_subj: 'log.one' });
    expect(message?.string()).toBe('kept');
    await second.close();
  });

  test('a configuration is used, and a broken one is told with what the server says', async () => {
    const config = 'authorization { user: desk, password: secret }';
    const nats = keep(await startNats({ config }));
    await expect(connectNats({ servers: nats.url, reconnect: false })).rejects.toThrow(/Authorization/);
    const broken = startNats({ config: 'no_such_setting: {' });
    await expect(broken).rejects.toThrow(/nats-server did not start: it ended with exit code 1\.\n.*Parse error/s);
  });
});

describe('redis-server', () => {
  test('with a folder the data survives SIGKILL', async () => {
    const logFile = join(folder, 'redis.log');
    const redis = keep(await startRedis({ dir: join(folder, 'redis'), logFile }));
    const first = new Redis(redis.url, { lazyConnect: true });
    await first.set('answer', '42');
    first.disconnect();
    redis.kill('SIGKILL');
    await redis.exited;
    await redis.restart();
    const second = new Redis(redis.url, { lazyConnect: true });
    expect(await second.get('answer')).toBe('42');
    second.disconnect();
    expect(readFileSync(logFile, 'utf8')).toContain('Ready to accept connections');
    expect(redis.log()).toContain('Ready to accept connections');
  });

  test('a frozen server is stopped too', async () => {
    const redis = keep(await startRedis());
    redis.kill('SIGSTOP');
    await redis.stop();
    expect(await redis.exited).toEqual({ code: 0, signal: null });
  });
});

describe('postgres', () => {
  test('what was committed survives SIGKILL and a stale pid file, on the same port', async () => {
    const postgres = keep(await startPostgres({ durable: false }));
    await askPostgres(postgres.url, 'CREATE TABLE notes AS SELECT 7 AS id');
    const { port } = postgres;
    postgres.kill('SIGKILL');
    await postgres.exited;
    await postgres.restart();
    expect(postgres.port).toBe(port);
    expect(await askPostgres(postgres.url, 'SELECT id FROM notes')).toBe(7);
  });

  test('nobody gets in without the password', async () => {
    const postgres = keep(await startPostgres({ durable: false }));
    const url = new URL(postgres.url);
    url.password = 'guess';
    await expect(askPostgres(url.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  });
});

test('nginx hands requests on, and answers for an upstream that is not there', async () => {
  const upstream = createServer((_request, response) => response.end('from behind'));
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const { port } = upstream.address() as AddressInfo;
  const nginx = keep(await startNginx({ upstreams: [port] }));
  expect(await (await fetch(nginx.url)).text()).toBe('from behind');
  await new Promise((resolve) => upstream.close(resolve).closeAllConnections());
  expect((await fetch(nginx.url)).status).toBe(502);
});
