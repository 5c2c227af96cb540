import { announceGenerated } from '#contracts';
import type { Cache } from '#platform/cache';
import type { MessageBus } from '#platform/messaging';
import type { Claims } from './generations.js';

/** Claims in Redis, ends told over the bus. */
export class RedisClaims implements Claims {
  /** @param holder names this gateway, so that it never gives back what another one claimed after it */
  constructor(
    private readonly cache: Pick<Cache, 'claim' | 'release'>,
    private readonly bus: Pick<MessageBus, 'announce'>,
    private readonly holder: string,
  ) {}

  claim(key: string, milliseconds: number): Promise<boolean> {
    return this.cache.claim(nameOf(key), this.holder, Math.max(1, Math.ceil(milliseconds)));
  }

  release(key: string): Promise<void> {
    return this.cache.release(nameOf(key), this.holder);
  }

  announce(key: string): void {
    // Where the bus is away the others wait as long as the claim lasts, and then generate.
    this.bus.announce(announceGenerated, { key });
  }
}

const nameOf = (key: string): string => `clubos:generating:${key}`;
