import { closeRedis, openRedis } from './redis-client.js';

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

/** A cache in Redis; `openRedis` says what its client does while Redis is away or silent. */
export function createCache({ url, commandTimeoutMs = 50, onProblem }: CacheOptions): Cache {
  const redis = openRedis({ url, commandTimeoutMs, onProblem });
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
    close: () => closeRedis(redis),
  };
}
