import { LRUCache } from 'lru-cache';
import { Kept, type CachedAnswer } from './cached-answer.js';
import type { CacheTier } from './tier.js';

export interface MemoryLimits {
  /** How many answers at most. */
  readonly entries: number;
  /** How many bytes they may take together, as `sizeOf` estimates them. */
  readonly bytes: number;
}

/** Of the key, the entry and the objects that hold the strings of an answer. */
const bytesBeside = 1_024;

/** Bytes that an answer takes in memory: a string with a single character beyond Latin-1 has two bytes for each. */
const sizeOf = ({ text }: Kept): number => 2 * text.length + bytesBeside;

/** L1: this process's own memory. */
export class MemoryTier implements CacheTier {
  readonly name = 'L1';
  private readonly answers: LRUCache<string, CachedAnswer>;

  /** Whichever was asked for longest ago goes first, once either limit is reached. */
  constructor(readonly limits: MemoryLimits) {
    this.answers = new LRUCache({ max: limits.entries, maxSize: limits.bytes });
  }

  get size(): number {
    return this.answers.size;
  }

  /** Estimated bytes of all of it. */
  get bytes(): number {
    return this.answers.calculatedSize;
  }

  get(key: string): Kept | null {
    const answer = this.answers.get(key);
    return answer === undefined ? null : new Kept(answer);
  }

  set(key: string, kept: Kept): Promise<void> {
    this.answers.set(key, kept.answer, { size: sizeOf(kept) });
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.answers.delete(key);
    return Promise.resolve();
  }
}
