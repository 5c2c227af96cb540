import type { Kept } from './cached-answer.js';

export type TierName = 'L1' | 'L2' | 'L3';

/** What is kept under a key: null where nothing is, `unreadable` where it is no answer. */
export type Held = Kept | 'unreadable' | null;

/** One place where answers are kept. What it throws means that it is away or slow: whoever asked goes on without. */
export interface CacheTier {
  readonly name: TierName;
  /** What it holds, at once or later. */
  get(key: string): Held | Promise<Held>;
  set(key: string, kept: Kept): Promise<void>;
  delete(key: string): Promise<void>;
}
