/** How long one stretch of long work may hold the thread, in milliseconds. */
const longest = 4;

/** When whoever waits for the thread has had their turn. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets whoever waits for the thread go first, every few milliseconds of some long work. */
export class Turns {
  private began: number;

  /** @param pause what is waited for between two stretches @param now milliseconds */
  constructor(
    private readonly pause: () => Promise<void> = nextTurn,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.began = now();
  }

  /** Resolves at once while the stretch is short, else after the others had their turn. */
  async giveWay(): Promise<void> {
    if (this.now() - this.began < longest) return;
    await this.pause();
    this.began = this.now();
  }
}
