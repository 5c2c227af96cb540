import type { Append } from '../event.js';

/** What waits in memory for the database to come back, oldest first, never more than its limit. */
export class Spool {
  private readonly waiting: Append[] = [];
  private lost = 0;

  constructor(private readonly limit: number) {}

  get size(): number {
    return this.waiting.length;
  }

  /** How many did not fit since the start. */
  get dropped(): number {
    return this.lost;
  }

  /** Whether it fitted; what does not is counted and gone. */
  add(append: Append): boolean {
    if (this.waiting.length >= this.limit) {
      this.lost++;
      return false;
    }
    this.waiting.push(append);
    return true;
  }

  /** Up to `count` for different streams, in order; they stay until `remove`. */
  first(count: number): readonly Append[] {
    const batch: Append[] = [];
    const streams = new Set<string>();
    for (const append of this.waiting) {
      if (batch.length === count || streams.has(append.stream)) break;
      streams.add(append.stream);
      batch.push(append);
    }
    return batch;
  }

  remove(count: number): void {
    this.waiting.splice(0, count);
  }
}
