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
  ping(): Promise<void>;
  /** Rejects what is in flight. Nothing can be asked afterwards. */
  close(): Promise<void>;
}

/** A cache in Redis; `openRedis` says what its client does while Redis is away or silent. */
export function createCache({ url, commandTimeoutMs = 50, onProblem }: CacheOptions): Cache {
  const redis = openRedis({ url, commandTimeoutMs, onProblem });
  return {
    get: (key) => redis.getBuffer(key),
    set: async (key, value, timeToLive) => {
      await redis.set(key, value, 'EX', timeToLive);
    },
    ping: async () => {
      await redis.ping();
    },
    close: () => closeRedis(redis),
  };
}
