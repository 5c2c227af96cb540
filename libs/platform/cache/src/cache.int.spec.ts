import { connect, createServer, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis, type BackingService } from '#backing-services';
import { createCache, type Cache } from './cache.js';

/** Long enough for a busy machine where speed is not what is tested. */
const patient = 60_000;

describe('the cache on a real Redis', () => {
  let server: BackingService;
  let cache: Cache;
  let problems: string[];
  let heard: () => void;

  /** Until the cache has told of that many problems. */
  async function told(count: number): Promise<void> {
    while (problems.length < count) await new Promise<void>((resolve) => (heard = resolve));
  }

  const onProblem = ({ message }: Error): void => {
    problems.push(message);
    heard();
  };

  const open = async (commandTimeoutMs = patient): Promise<void> => {
    cache = createCache({ url: server.url, commandTimeoutMs, onProblem });
    await answers();
  };

  /** Asks until it answers: while Redis is away each try fails in the same turn, so this costs turns and not time. */
  async function answers(asked = () => cache.ping()): Promise<void> {
    const deadline = AbortSignal.timeout(60_000);
    for (;;) {
      const problem = await asked().catch(String);
      if (problem === undefined) return;
      if (deadline.aborted) throw new Error(`Redis does not answer: ${problem}`);
      await new Promise(setImmediate);
    }
  }

  /** Speaks to Redis past the cache. */
  function command(line: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1', () => socket.write(`${line}\r\n`));
      socket.once('data', (reply) => resolve(reply.toString().trim())).once('error', reject);
      socket.once('data', () => socket.destroy());
    });
  }

  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  beforeEach(() => {
    problems = [];
    heard = () => undefined;
  });
  afterEach(() => cache.close());

  it('gives back the bytes that were put in, and null for a key nobody set', async () => {
    await open();
    const bytes = Buffer.from([0, 255, 13, 10, 128]);
    await cache.set('answers:1', bytes, 60);
    expect(await cache.get('answers:1')).toEqual(bytes);
    expect(await cache.get('answers:2')).toBeNull();
  });

  it('sets the time to live in seconds, with the value in one step', async () => {
    await open();
    await cache.set('short', Buffer.from('x'), 77);
    expect(Number((await command('TTL short')).slice(1))).toBeGreaterThan(70);
    expect(await command('PEXPIREAT short 1')).toBe(':1');
    expect(await cache.get('short')).toBeNull();
  });

  it('deletes, and has no complaint about a key that is not there', async () => {
    await open();
    await cache.set('gone', Buffer.from('x'), 60);
    await cache.delete('gone');
    await cache.delete('gone');
    expect(await cache.get('gone')).toBeNull();
  });

  it('lets one holder claim a key, until it gives it back or its time is over', async () => {
    await open();
    expect(await cache.claim('work', 'one', 60_000)).toBe(true);
    expect(await cache.claim('work', 'two', 60_000)).toBe(false);
    await cache.release('work', 'two');
    expect(await cache.claim('work', 'two', 60_000)).toBe(false);
    await cache.release('work', 'one');
    expect(await cache.claim('work', 'two', 60_000)).toBe(true);
    expect(Number((await command('PTTL work')).slice(1))).toBeGreaterThan(50_000);
    expect(await command('PEXPIREAT work 1')).toBe(':1');
    expect(await cache.claim('work', 'one', 60_000)).toBe(true);
  });

  it.each([0, -1, 1.5, Number.NaN])('throws on a time to live of %d and keeps nothing', async (timeToLive) => {
    await open();
    await expect(cache.set('wrong-ttl', Buffer.from('x'), timeToLive)).rejects.toThrow(/expire|integer/);
    expect(await cache.get('wrong-ttl')).toBeNull();
  });

  it('throws on a key that holds something else than bytes', async () => {
    await open();
    await command('LPUSH list one');
    await expect(cache.get('list')).rejects.toThrow('WRONGTYPE');
  });

  it('fails at once while Redis is away, says so once, and comes back by itself with it', async () => {
    await open();
    server.kill('SIGKILL');
    await server.exited;
    const misses = await Promise.allSettled(Array.from({ length: 50 }, () => cache.get('k')));
    expect(new Set(misses.map(({ status }) => status))).toEqual(new Set(['rejected']));
    const unheard = cache.set('while-away', Buffer.from('x'), 60);
    await expect(unheard).rejects.toThrow();

    await told(1);
    await server.restart();
    await answers();
    expect(problems).toEqual([expect.stringContaining('ECONNREFUSED')]);
    expect(await cache.get('while-away')).toBeNull(); // no queue was replayed

    server.kill('SIGKILL');
    await told(2);
    await server.restart();
    await answers();
    expect(problems).toHaveLength(2);
  });

  it('fails by its timeout while Redis is frozen, drops the silent connection, and comes back when it thaws', async () => {
    await open(50);
    server.kill('SIGSTOP');
    await expect(cache.get('k')).rejects.toThrow('Command timed out');
    // On a busy machine the greeting of a connection may have been too late for such a time-out as well.
    while (!problems.some((problem) => problem.includes('Socket timeout'))) await told(problems.length + 1);
    await expect(cache.get('k')).rejects.toThrow("Stream isn't writeable");
    server.kill('SIGCONT');
    await answers(async () => expect(await cache.get('nobody-set-this')).toBeNull());
  });

  it('closes while Redis is away, and while it is frozen, and twice', async () => {
    await open();
    server.kill('SIGSTOP');
    await cache.close();
    server.kill('SIGCONT');
    await open();
    server.kill('SIGKILL');
    await told(1);
    // A few turns later it waits for its next try to connect, and has no connection that could end.
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
    await cache.close();
    await cache.close();
    await server.restart();
    await expect(cache.get('k')).rejects.toThrow();
  });

  it('tells of one problem, however often it tries to connect in vain', async () => {
    const hangsUp = createServer((socket) => socket.destroy());
    const third = new Promise<void>((resolve) => {
      let tries = 0;
      hangsUp.on('connection', () => ++tries === 3 && resolve());
    });
    await new Promise<void>((resolve) => hangsUp.listen(0, '127.0.0.1', resolve));
    const { port } = hangsUp.address() as AddressInfo;
    cache = createCache({ url: `redis://127.0.0.1:${port}`, onProblem });
    await Promise.all([third, told(1)]).finally(() => hangsUp.close());
    await expect(cache.ping()).rejects.toThrow();
    expect(problems).toHaveLength(1);
  });
});
