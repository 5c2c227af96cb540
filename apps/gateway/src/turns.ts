import { nextTurn } from '#kernel';
import type { Pause } from '#routing';

/** How long one stretch of long work may hold the thread, in milliseconds. */
const longest = 4;

/** Milliseconds that something in the background rests for each one it worked. */
const restFor = 4;

/**
 * A pause for what nobody waits for: it takes a fifth of a core, where `nextTurn` takes all that others leave for a moment. Each
 * work gets one of its own, since it counts from the one before.
 */
export function resting(now: () => number = () => performance.now()): Pause {
  let resumed = now();
  return async () => {
    const worked = now() - resumed;
    await new Promise((resolve) => setTimeout(resolve, restFor * worked));
    resumed = now();
  };
}

/** Lets whoever waits for the thread go first, every few milliseconds of some long work. */
export class Turns {
  private began: number;

  /** @param pause what is waited for between two stretches @param now milliseconds */
  constructor(
    private readonly pause: Pause = nextTurn,
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
