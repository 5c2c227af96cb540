import { connect, disconnected, type CacheOptions } from './connect.js';

/** Bytes kept for a while, by key. Every method throws when Redis is away or slow: what a miss means is the caller's to say. */
export interface Cache {
  get(key: string): Promise<Buffer | null>;
  /** @param timeToLive whole seconds, at least 1 */
  set(key: string, value: Buffer, timeToLive: number): Promise<void>;
  ping(): Promise<void>;
  /** Rejects what is in flight. Nothing can be asked afterwards. */
  close(): Promise<void>;
}

/** Redis as a cache: a miss is never worth a wait. */
export function createCache(options: CacheOptions): Cache {
  const redis = connect(options);
  return {
    get: (key) => redis.getBuffer(key),
    set: async (key, value, timeToLive) => {
      await redis.set(key, value, 'EX', timeToLive);
    },
    ping: async () => {
      await redis.ping();
    },
    close: () => disconnected(redis),
  };
}
