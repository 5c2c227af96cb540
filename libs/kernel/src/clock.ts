/** The time as a parameter, so that code which depends on it can be tested without waiting. */
export interface Clock {
  /** Milliseconds; since the Unix epoch, unless the clock says otherwise. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Milliseconds since this process began, which nobody can set: for how long ago something was, not for when. */
export const monotonicClock: Clock = { now: () => performance.now() };
