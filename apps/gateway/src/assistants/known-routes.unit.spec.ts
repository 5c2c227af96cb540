import { describe, expect, it } from '@jest/globals';
import type { RouteContext, Routed } from '#routing';
import { KnownRoutes } from './known-routes.js';

describe('the routes that are known', () => {
  const routerOf = () => {
    const asked: [string, string[] | null][] = [];
    const route = (query: string, { available }: RouteContext = {}): Routed => {
      asked.push([query, available ? [...available] : null]);
      return { assistant: query } as Routed;
    };
    return { asked, route };
  };

  it('are decided once for the same text among the same assistants', () => {
    const router = routerOf();
    const routes = new KnownRoutes(router);
    const first = routes.route('a bay', { available: new Set(['tech', 'booking']) });
    expect(routes.route('a bay', { available: new Set(['booking', 'tech']) })).toBe(first);
    expect(router.asked).toEqual([['a bay', ['tech', 'booking']]]);
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
