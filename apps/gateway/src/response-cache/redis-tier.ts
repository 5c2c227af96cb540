import type { Cache } from '#platform/cache';
import { Kept } from './cached-answer.js';
import type { CacheTier, Held } from './tier.js';

/** Seconds. No answer is ever too old for its key; this is only how long one that nobody asks for takes up room. */
const timeToLive = 24 * 60 * 60;

/** L2: shared by all gateways, gone when Redis is. */
export class RedisTier implements CacheTier {
  readonly name = 'L2';

  constructor(private readonly cache: Pick<Cache, 'get' | 'set' | 'delete'>) {}

  async get(key: string): Promise<Held> {
    const bytes = await this.cache.get(nameOf(key));
    return bytes === null ? null : (Kept.read(bytes.toString()) ?? 'unreadable');
  }

  async set(key: string, { text }: Kept): Promise<void> {
    await this.cache.set(nameOf(key), Buffer.from(text), timeToLive);
  }

  async delete(key: string): Promise<void> {
    await this.cache.delete(nameOf(key));
  }
}

const nameOf = (key: string): string => `clubos:answer:${key}`;
