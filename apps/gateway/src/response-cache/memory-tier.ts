import { LRUCache } from 'lru-cache';
import type { CachedAnswer } from './cached-answer.js';
import type { CacheTier } from './tier.js';

/** L1: this process's own memory. */
export class MemoryTier implements CacheTier {
  readonly name = 'L1';
  private readonly answers: LRUCache<string, CachedAnswer>;

  /** @param entries how many answers at most; whichever was asked for longest ago goes first */
  constructor(entries: number) {
    this.answers = new LRUCache({ max: entries });
  }

  get size(): number {
    return this.answers.size;
  }

  get(key: string): CachedAnswer | null {
    return this.answers.get(key) ?? null;
  }

  set(key: string, answer: CachedAnswer): Promise<void> {
    this.answers.set(key, answer);
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.answers.delete(key);
    return Promise.resolve();
  }
}
