import { fail } from '#kernel';

/** How many streams may be open: in this process, and of these by one API key. */
export interface StreamLimits {
  readonly all: number;
  readonly perKey: number;
}

/**
 * Counts what is open: a stream from its first part until its client has everything or is gone and nobody works on its
 * answer any more. So neither clients that do not read nor answers without a client can pile up.
 */
export class OpenStreams {
  private readonly byKey = new Map<string, number>();
  private count = 0;
  private closed = false;
  private readonly emptied: (() => void)[] = [];

  constructor(private readonly limits: StreamLimits) {}

  get size(): number {
    return this.count;
  }

  /**
   * @param urgent let in whatever is open: an emergency is never sent away, and its answer takes a third of a second
   * @returns to be called when it is over
   * @throws FailureError `rate-limited` when the key has enough of them, `unavailable` when everybody together has
   */
  enter(key: string, urgent = false): () => void {
    const ofKey = this.byKey.get(key) ?? 0;
    if (!urgent) this.check(ofKey);
    this.byKey.set(key, ofKey + 1);
    this.count += 1;
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.leave(key);
    };
  }

  /** Lets nobody in any more. */
  close(): void {
    this.closed = true;
  }

  /** Waits until none is open, no longer than `milliseconds`. */
  async whenEmpty(milliseconds: number): Promise<void> {
    if (this.count === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.emptied.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private check(ofKey: number): void {
    const { all, perKey } = this.limits;
    if (this.closed) throw fail('unavailable', 'This gateway is stopping: ask again.');
    if (ofKey >= perKey)
      throw fail('rate-limited', `This API key has ${perKey} open streams, and may have no more: close one first.`);
    if (this.count >= all) throw fail('unavailable', 'Too many streams are open: try again in a moment.');
  }

  private leave(key: string): void {
    const left = this.byKey.get(key)! - 1;
    if (left === 0) this.byKey.delete(key);
    else this.byKey.set(key, left);
    this.count -= 1;
    if (this.count === 0) for (const tell of this.emptied.splice(0)) tell();
  }
}
