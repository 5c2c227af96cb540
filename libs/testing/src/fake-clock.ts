import type { Clock } from '#kernel';

/** A clock that stands still until it is told otherwise. */
export class FakeClock implements Clock {
  /** @param epochMs where it stands; 2026-01-15T09:00:00Z unless told */
  constructor(private epochMs: number = Date.UTC(2026, 0, 15, 9)) {}

  now(): number {
    return this.epochMs;
  }

  advance(milliseconds: number): void {
    this.epochMs += milliseconds;
  }
}
