import { systemClock, type Clock } from './clock.js';
import { fail } from './failure.js';

/** What a timer of Node can count: 2^31 - 1 ms, some 24.8 days. A longer one fires at once. */
const longestTimer = 2_147_483_647;

/** The one moment by which a request must be over. It travels with the request through every hop as an absolute time. */
export class Deadline {
  private constructor(
    /** Milliseconds since the Unix epoch. */
    readonly at: number,
    private readonly clock: Clock,
  ) {}

  static at(epochMs: number, clock: Clock = systemClock): Deadline {
    return new Deadline(epochMs, clock);
  }

  static in(milliseconds: number, clock: Clock = systemClock): Deadline {
    return new Deadline(clock.now() + milliseconds, clock);
  }

  /** Milliseconds left, never below zero. A time that is no number has passed, so that no wait is without an end. */
  remaining(): number {
    const left = this.at - this.clock.now();
    return left > 0 ? left : 0;
  }

  /** What to set a timer to that ends with it, in milliseconds: what is left, rounded up, and no more than a timer can count. */
  timerMs(): number {
    return Math.min(Math.ceil(this.remaining()), longestTimer);
  }

  get passed(): boolean {
    return this.remaining() === 0;
  }

  /** The nearer of this deadline and one that lies `milliseconds` away. */
  within(milliseconds: number): Deadline {
    return new Deadline(Math.min(this.at, this.clock.now() + milliseconds), this.clock);
  }

  /** @throws FailureError `deadline-exceeded` once the time is over, so that no work starts after it. */
  check(what: string): void {
    if (this.passed) throw fail('deadline-exceeded', `There was no time left for ${what}.`);
  }

  /** A signal that aborts at the deadline, or when `parent` does. */
  signal(parent?: AbortSignal): AbortSignal {
    const timeout = AbortSignal.timeout(this.timerMs());
    return parent ? AbortSignal.any([parent, timeout]) : timeout;
  }
}
