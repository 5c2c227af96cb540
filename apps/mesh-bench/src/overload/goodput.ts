import type { Second } from '../open-load/tally.js';

/** Whole answers a second once it runs evenly: without its first seconds, and without its last, which is not a whole one. */
export function goodput(seconds: readonly Second[], from: number, to: number): number {
  const even = seconds.filter(({ at }) => at > from && at <= to);
  return even.length === 0 ? 0 : even.reduce((sum, { answered }) => sum + answered, 0) / even.length;
}

/** What an ordinary second looks like. */
export interface Ordinary {
  /** Milliseconds. */
  readonly p95: number;
}

/**
 * The seconds until it is normal again and stays so for three: nothing refused, and p95 at most twice the ordinary one, or 100
 * ms where that is less. Null where it never was.
 */
export function secondsUntilNormal(seconds: readonly Second[], ordinary: Ordinary): number | null {
  const stays = 3;
  const most = Math.max(100, 2 * ordinary.p95);
  const normal = seconds.map(({ refused, p95 }) => refused === 0 && p95 !== null && p95 <= most);
  const first = normal.findIndex((_, at) => at + stays <= normal.length && normal.slice(at, at + stays).every(Boolean));
  return first === -1 ? null : seconds[first]!.at - 1;
}
