import type { FastifyInstance, FastifyRequest } from 'fastify';
import { newTraceContext, type TraceContext } from '#kernel';
import { inTrace } from '#platform/logging';

const traces = new WeakMap<object, TraceContext>();

/** The trace of a request: made when it is first asked for, so that a request refused early has one too. */
export function traceOf(request: Pick<FastifyRequest, 'raw'>): TraceContext {
  const known = traces.get(request.raw);
  if (known) return known;
  const trace = newTraceContext();
  traces.set(request.raw, trace);
  return trace;
}

/**
 * Every request runs inside a trace of its own. A trace id sent by a client is not taken over: it would let a stranger
 * write into the trace of somebody else. The scope is entered after the body was read, because reading it leaves the scope.
 */
export function useTraces(fastify: Pick<FastifyInstance, 'addHook'>): void {
  fastify.addHook('preHandler', (request, _reply, done) => inTrace(traceOf(request), done));
}
