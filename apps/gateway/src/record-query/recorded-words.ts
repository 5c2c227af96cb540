import type { Route } from '#contracts';
import { systemClock, type Clock } from '#kernel';

/** Milliseconds after which an answer's words are written again, so that what refers to them stands near them in the log. */
const goodForMs = 3_600_000;
/** A question has an answer for each site and kind of asker, and new ones when knowledge changes. */
const mostOfOneRoute = 16;

interface Recorded {
  readonly under: string;
  readonly until: number;
}

/**
 * Which query's record holds the words of an answer, for those who are given it again. It is kept for as long as the route is
 * that they were given by: a question that was routed anew has reasons of its own.
 */
export class RecordedWords {
  private byRoute = new WeakMap<Route, Map<string, Recorded>>();

  constructor(private readonly clock: Clock = systemClock) {}

  /**
   * Only for what is committed: whatever refers to it must find it there.
   * @param answerId of the query that the answer was made for
   * @param under of the query whose record holds the words
   */
  add(route: Route, answerId: string, under: string): void {
    const known = this.byRoute.get(route) ?? new Map<string, Recorded>();
    const [oldest] = known.keys();
    if (known.size >= mostOfOneRoute && oldest !== undefined) known.delete(oldest);
    known.set(answerId, { under, until: this.clock.now() + goodForMs });
    this.byRoute.set(route, known);
  }

  /** For when the database was away: it may have come back without what was committed last. */
  forget(): void {
    this.byRoute = new WeakMap();
  }

  /** @returns the answer id of the query under which they stand */
  find(route: Route, answerId: string): string | undefined {
    const recorded = this.byRoute.get(route)?.get(answerId);
    return recorded && recorded.until > this.clock.now() ? recorded.under : undefined;
  }
}
