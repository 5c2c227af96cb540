import { LRUCache } from 'lru-cache';
import type { RouteContext, Routed, Router } from '#routing';

/** Where a question goes and why, without what was weighed for it, which is large and nobody asks for again. */
export type KnownRoute = Omit<Routed, 'evidence' | 'nearest'>;

/** How many questions' routes are remembered: as many as the load test asks. Deciding one costs as much as all else of a repeat. */
const atMost = 5000;
/** What they may take together: room for all of them where questions are of a usual length. */
const bytesAtMost = 8_000_000;
/** Of a route and its entry beside the texts, estimated. */
const bytesBeside = 1_000;

/** Bytes: a string has up to two for each character. */
const sizeOf = (key: string, { route: { reasons } }: KnownRoute): number =>
  bytesBeside + 2 * reasons.reduce((sum, reason) => sum + reason.length, key.length);

/** The routes of one router, each decided once: the same text in the same surroundings is always routed the same. */
export class KnownRoutes {
  private readonly known = new LRUCache<string, KnownRoute>({ max: atMost, maxSize: bytesAtMost });

  constructor(private readonly router: Pick<Router, 'route'>) {}

  get size(): number {
    return this.known.size;
  }

  route(query: string, context: RouteContext = {}): KnownRoute {
    const key = `${context.available === undefined ? '*' : [...context.available].sort().join()} ${query}`;
    const known = this.known.get(key);
    if (known) return known;
    const { route, assistant, choices, emergency, suspicion, confidence, unavailable } = this.router.route(
      query,
      context,
    );
    const routed = { route, assistant, choices, emergency, suspicion, confidence, unavailable };
    this.known.set(key, routed, { size: sizeOf(key, routed) });
    return routed;
  }
}
