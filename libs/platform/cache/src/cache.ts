import { Redis } from 'ioredis';

interface CacheOptions {
  readonly url: string;
  /** Milliseconds after which a command counts as failed; a cache that is slower than this is worse than none. */
  readonly commandTimeoutMs?: number;
  /** Called once for each time the connection turns out to be lost, with the reason. */
  readonly onProblem?: (problem: Error) => void;
}

/** Bytes kept for a while, by key. Every method throws when Redis is away or slow: what a miss means is the caller's to say. */
export interface Cache {
  get(key: string): Promise<Buffer | null>;
  /** @param timeToLive whole seconds, at least 1 */
  set(key: string, value: Buffer, timeToLive: number): Promise<void>;
  delete(key: string): Promise<void>;
  /**
   * Takes a key for one holder, unless somebody has it.
   * @param milliseconds after which it is free again by itself
   * @returns whether it was free
   */
  claim(key: string, holder: string, milliseconds: number): Promise<boolean>;
  /** Gives a key back; one that another holder has by now stays theirs. */
  release(key: string, holder: string): Promise<void>;
  ping(): Promise<void>;
  /** Rejects what is in flight. Nothing can be asked afterwards. */
  close(): Promise<void>;
}

/** Compared and deleted in one step: in between, the claim may end and be another's. */
const releaseOwn = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

/** Milliseconds between tries to connect again: quick at first, never slower than a second. */
const backoff = (attempt: number): number => Math.min(attempt * 50, 1000);

/**
 * Redis, with the defaults of its client that hurt turned off: no command waits in a queue while the server is away (the
 * queue has no bound), none waits for a reply longer than its timeout, and a server that accepts commands and says nothing
 * for a second loses its connection, because every command sent to it is remembered until it answers.
 */
export function createCache({ url, commandTimeoutMs = 50, onProblem }: CacheOptions): Cache {
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
  return {
    get: (key) => redis.getBuffer(key),
    set: async (key, value, timeToLive) => {
      await redis.set(key, value, 'EX', timeToLive);
    },
    delete: async (key) => {
      await redis.del(key);
    },
    claim: async (key, holder, milliseconds) => (await redis.set(key, holder, 'PX', milliseconds, 'NX')) === 'OK',
    release: async (key, holder) => {
      await redis.eval(releaseOwn, 1, key, holder);
    },
    ping: async () => {
      await redis.ping();
    },
    close: () => closed(redis),
  };
}

/** Ends the connection and waits until it is gone; between two tries to connect there is none. */
function closed(redis: Redis): Promise<void> {
  const connected = redis.status !== 'end' && redis.status !== 'reconnecting';
  const ended = connected ? new Promise<void>((resolve) => redis.once('end', () => resolve())) : Promise.resolve();
  redis.disconnect();
  return ended;
}
