interface Waiting<Item> {
  readonly item: Item;
  readonly paced: boolean;
  /** When it has to be out. */
  readonly due: number;
}

/**
 * Milliseconds over which a burst is spread. What may be added is 30; the rest is left to timers, which fire up to a few
 * milliseconds late, and to the way, which is longer for the last of a burst than for a word that comes alone.
 */
export const spreadMs = 22;

/** What comes this long after the one before is no burst, and waits for nothing: 200 tokens a second. */
const pauseMs = 5;

/**
 * Lets out evenly what comes in bursts, in the order it came: the first of a burst at once, the others spread so that the
 * last one is out `spreadMs` after it came, and none later than that after it came itself. Pure: it holds no timer, the time
 * in milliseconds is passed in.
 */
export class EvenFlow<Item> {
  private readonly waiting: Waiting<Item>[] = [];
  private lastOut = -Infinity;
  private paced = 0;

  get empty(): boolean {
    return this.waiting.length === 0;
  }

  /** @param paced whether it is part of the flow; what is not goes out together with what came before it */
  add(item: Item, paced: boolean, now: number): void {
    this.waiting.push({ item, paced, due: now + spreadMs });
    if (paced) this.paced += 1;
  }

  /** What is to go out now. */
  take(now: number): Item[] {
    const out: Item[] = [];
    for (let at = this.nextAt(now); at !== null && at <= now; at = this.nextAt(now)) {
      const { item, paced } = this.waiting.shift()!;
      out.push(item);
      if (!paced) continue;
      this.paced -= 1;
      // The time it was to go out rather than when a timer came round to it: a late timer makes the next gap shorter.
      this.lastOut = Math.max(at, this.lastOut);
    }
    return out;
  }

  /** Milliseconds until there is something to take; null while there is nothing at all. */
  wait(now: number): number | null {
    const at = this.nextAt(now);
    return at === null ? null : Math.max(0, at - now);
  }

  private nextAt(now: number): number | null {
    const [oldest] = this.waiting;
    if (!oldest) return null;
    if (!oldest.paced) return now;
    const came = oldest.due - spreadMs;
    if (came - this.lastOut >= pauseMs) return came;
    const gap = (this.waiting.at(-1)!.due - this.lastOut) / this.paced;
    return Math.min(this.lastOut + gap, oldest.due);
  }
}
