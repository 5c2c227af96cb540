import { createRequire } from 'node:module';
import type { Redis } from 'ioredis';

export interface RedisOptions {
  readonly url: string;
  /** Milliseconds after which a command counts as failed. */
  readonly commandTimeoutMs: number;
  /** Called once for each time the connection turns out to be lost, with the reason. */
  readonly onProblem?: ((problem: Error) => void) | undefined;
}

/** Milliseconds between tries to connect again: quick at first, never slower than a second. */
const backoff = (attempt: number): number => Math.min(attempt * 50, 1000);

/** Loaded by whoever connects: most services know of Redis and never do, and it is 50 files and some megabytes. */
const load = createRequire(import.meta.url);

/**
 * Redis, with the defaults of its client that hurt turned off: no command waits in a queue while the server is away (the
 * queue has no bound), none waits for a reply longer than its timeout, and a server that accepts commands and says nothing
 * for a second loses its connection, because every command sent to it is remembered until it answers.
 */
export function openRedis({ url, commandTimeoutMs, onProblem }: RedisOptions): Redis {
  const { Redis } = load('ioredis') as typeof import('ioredis');
  const redis = new Redis(url, {
    commandTimeout: commandTimeoutMs,
    connectTimeout: 1000,
    socketTimeout: 1000,
    disconnectTimeout: 200,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: backoff,
  });
  let told = false;
  redis.on('ready', () => (told = false));
  redis.on('error', (error: Error) => {
    if (!told) onProblem?.(error);
    told = true;
  });
  return redis;
}

/** Ends the connection and waits until it is gone; between two tries to connect there is none. */
export function closeRedis(redis: Redis): Promise<void> {
  const connected = redis.status !== 'end' && redis.status !== 'reconnecting';
  const ended = connected ? new Promise<void>((resolve) => redis.once('end', () => resolve())) : Promise.resolve();
  redis.disconnect();
  return ended;
}
