import type { Append } from '../event.js';

/** How many records an append stands for. */
export const recordsOf = ({ records = 1 }: Append): number => records;

/** What waits in memory for the database to come back, oldest first, never more records than its limit. */
export class Spool {
  private readonly waiting: Append[] = [];
  private held = 0;
  private lost = 0;

  constructor(private readonly limit: number) {}

  /** Records in it. */
  get size(): number {
    return this.held;
  }

  /** How many records did not fit since the start. */
  get dropped(): number {
    return this.lost;
  }

  /** Whether it fitted; what does not is counted and gone. */
  add(append: Append): boolean {
    const records = recordsOf(append);
    if (this.held + records > this.limit) {
      this.lost += records;
      return false;
    }
    this.held += records;
    this.waiting.push(append);
    return true;
  }

  /** Up to `count` appends for different streams, in order; they stay until `remove`. */
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
    for (const append of this.waiting.splice(0, count)) this.held -= recordsOf(append);
  }
}
