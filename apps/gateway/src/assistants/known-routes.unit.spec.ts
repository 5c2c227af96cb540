import { describe, expect, it } from '@jest/globals';
import type { RouteContext, Routed } from '#routing';
import { KnownRoutes } from './known-routes.js';

describe('the routes that are known', () => {
  const routerOf = () => {
    const asked: [string, string[] | null][] = [];
    const route = (query: string, { available }: RouteContext = {}): Routed => {
      asked.push([query, available ? [...available] : null]);
      const route = { method: 'merged', scores: [], reasons: ['r'.repeat(100)] };
      return { assistant: query, route, evidence: { offTopic: 0 }, nearest: [{ text: 'a' }] } as unknown as Routed;
    };
    return { asked, route };
  };

  it('are decided once for the same text among the same assistants', () => {
    const router = routerOf();
    const routes = new KnownRoutes(router);
    const first = routes.route('a bay', { available: new Set(['tech', 'booking']) });
    expect(first.assistant).toBe('a bay');
    expect(routes.route('a bay', { available: new Set(['booking', 'tech']) })).toBe(first);
    expect(router.asked).toEqual([['a bay', ['tech', 'booking']]]);
  });

  it('are kept without what was weighed', () => {
    const known = new KnownRoutes(routerOf()).route('a bay');
    expect(['evidence', 'nearest'].filter((each) => each in known)).toEqual([]);
  });

  it('take up no more room for long questions than for many', () => {
    const routes = new KnownRoutes(routerOf());
    for (let n = 0; n < 6_000; n += 1) routes.route(`short ${n}`);
    expect(routes.size).toBe(5_000);
    for (let n = 0; n < 3_000; n += 1) routes.route(`${n} ${'long '.repeat(400)}`);
    expect(routes.size).toBeLessThan(1_600);
    expect(routes.size).toBeGreaterThan(1_400);
  });

  it('are decided anew for another text, to the letter, and when others are available', () => {
    const router = routerOf();
    const routes = new KnownRoutes(router);
    routes.route('a bay', { available: new Set(['tech']) });
    routes.route('A bay', { available: new Set(['tech']) });
    routes.route('a bay', { available: new Set(['tech', 'brand']) });
    routes.route('a bay');
    routes.route('a bay', { available: new Set() });
    expect(router.asked).toHaveLength(5);
  });
});
