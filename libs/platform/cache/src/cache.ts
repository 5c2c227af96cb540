import { Redis } from 'ioredis';

export interface CacheOptions {
  readonly url: string;
  /** Milliseconds after which a command counts as failed; a cache that is slower than this is worse than none. */
  readonly commandTimeoutMs?: number;
  /** Called once for each time the connection is lost, with the reason. */
  readonly onProblem?: (problem: Error) => void;
}

/** Bytes kept for a while, by key. Every method throws when Redis is away or slow: what a miss means is the caller's to say. */
export interface Cache {
  get(key: string): Promise<Buffer | null>;
  /** @param timeToLive seconds */
  set(key: string, value: Buffer, timeToLive: number): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds between tries to connect again: quick at first, never slower than a second. */
const backoff = (attempt: number): number => Math.min(attempt * 50, 1000);

/**
 * Redis, with the two defaults of its client that hurt turned off: no command waits in a queue while the server is away
 * (the queue has no bound), and none waits for a reply longer than its timeout.
 */
export function createCache({ url, commandTimeoutMs = 50, onProblem }: CacheOptions): Cache {
  const redis = new Redis(url, {
    commandTimeout: commandTimeoutMs,
    connectTimeout: 1000,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: backoff,
  });
  redis.on('error', (error: Error) => onProblem?.(error));
  return {
    get: (key) => redis.getBuffer(key),
    set: async (key, value, timeToLive) => {
      await redis.set(key, value, 'EX', timeToLive);
    },
    ping: async () => {
      await redis.ping();
    },
    close: async () => {
      redis.disconnect();
      await Promise.resolve();
    },
  };
}
