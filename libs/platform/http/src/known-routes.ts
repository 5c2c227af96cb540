import type { FastifyInstance } from 'fastify';

interface KnownRoute {
  readonly steps: readonly string[];
  readonly methods: readonly string[];
}

const knownRoutes = Symbol('known routes');
type Knowing = { [knownRoutes]?: KnownRoute[] };

/** Whether a path is one of `/sops/:id`; a parameter is anything up to the next slash. */
function isAt(path: readonly string[], { steps }: KnownRoute): boolean {
  if (path.length !== steps.length) return false;
  return steps.every((step, index) => (step.startsWith(':') ? path[index] !== '' : step === path[index]));
}

/**
 * Has a server know its routes by their paths alone, so that what is asked with a wrong method can be told the right ones
 * (RFC 9110, 15.5.6). To be called before the routes are registered.
 */
export function rememberRoutes(fastify: Pick<FastifyInstance, 'addHook' | 'decorate'>): void {
  const routes: KnownRoute[] = [];
  fastify.decorate(knownRoutes, routes);
  fastify.addHook('onRoute', ({ url, method }) => {
    routes.push({ steps: url.split('/'), methods: [method].flat() });
  });
}

/** The methods that a path takes, in alphabetical order; none where there is nothing, or the routes are not remembered. */
export function methodsAt(server: unknown, path: string): string[] {
  const routes = (server as Knowing | undefined)?.[knownRoutes] ?? [];
  return [...new Set(routes.filter((route) => isAt(path.split('/'), route)).flatMap(({ methods }) => methods))].sort();
}
