import { systemClock, type Clock } from '#kernel';
import { unavailable } from './sql-error.js';

/** How long nobody but one probe tries to connect after a connection could not be opened. Milliseconds. */
const retryAfterMs = 250;

/**
 * Remembers that no connection could be opened, so that callers are told at once instead of each waiting for a time-out
 * of its own; from time to time one of them is let through to see.
 */
export class Reachability {
  private nextProbeAt = 0;
  private reason: string | undefined;

  constructor(private readonly clock: Clock = systemClock) {}

  /** @throws FailureError `unavailable` while the server is known to be away and it is not yet time to look again */
  check(): void {
    if (this.reason === undefined) return;
    const now = this.clock.now();
    if (now < this.nextProbeAt) throw unavailable(this.reason);
    this.nextProbeAt = now + retryAfterMs;
  }

  lost(reason: string): void {
    this.reason = reason;
    this.nextProbeAt = this.clock.now() + retryAfterMs;
  }

  restored(): void {
    this.reason = undefined;
  }
}
