import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds between two looks at the clock, and between two readings of what was seen. */
const lookEveryMs = 20;
const readEveryMs = 100;

/** What is read of `monitorEventLoopDelay`, in nanoseconds. */
export interface DelayHistogram {
  readonly count: number;
  readonly mean: number;
  reset(): void;
  enable(): boolean;
  disable(): boolean;
}

/** How long this process lets wait whatever comes to it, seen from inside: how late a timer is that is due every 20 ms. */
export class LoopDelay {
  private last = 0;
  private readAt: number;

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly histogram: DelayHistogram = monitorEventLoopDelay({ resolution: lookEveryMs }),
  ) {
    this.histogram.enable();
    this.readAt = this.now();
  }

  /** Milliseconds, the mean of the last tenth of a second. */
  get ms(): number {
    const { histogram } = this;
    const now = this.now();
    if (now - this.readAt < readEveryMs || histogram.count === 0) return this.last;
    // What is counted is the time between two looks.
    this.last = Math.max(0, histogram.mean / 1e6 - lookEveryMs);
    this.readAt = now;
    histogram.reset();
    return this.last;
  }

  stop(): void {
    this.histogram.disable();
  }
}
