import { LRUCache } from 'lru-cache';
import type { RouteContext, Routed, Router } from '#routing';

/** How many questions' routes are remembered; a busy day's common questions are a few hundred. */
const atMost = 2000;

/** The routes of one router, each decided once: the same text in the same surroundings is always routed the same. */
export class KnownRoutes implements Pick<Router, 'route'> {
  private readonly known = new LRUCache<string, Routed>({ max: atMost });

  constructor(private readonly router: Pick<Router, 'route'>) {}

  route(query: string, context: RouteContext = {}): Routed {
    const key = `${context.available === undefined ? '*' : [...context.available].sort().join()} ${query}`;
    const known = this.known.get(key);
    if (known) return known;
    const routed = this.router.route(query, context);
    this.known.set(key, routed);
    return routed;
  }
}
