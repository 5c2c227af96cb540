import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { toFailure } from '#kernel';
import { problemOf, traceOf } from '#platform/http';
import type { QueryGate } from './query-gate.js';

/** Seconds until a client that was turned away is to come again; not the same for all, or all would come again at once. */
const comeAgain = { least: 1, most: 3 };

const retryAfter = (random: () => number): number =>
  comeAgain.least + Math.floor(random() * (comeAgain.most - comeAgain.least + 1));

const isQuestion = ({ method, routeOptions }: FastifyRequest): boolean =>
  method === 'POST' && routeOptions.url === '/query';

/** A stream is let in or not, and then counted among the streams: it may wait for a model for long. */
function enter(gate: QueryGate, request: FastifyRequest, reply: FastifyReply): void {
  if (request.headers.accept?.includes('text/event-stream')) return gate.check(request.body);
  const leave = gate.enter(request.body);
  reply.raw.once('finish', leave).once('close', leave);
}

/**
 * Has questions pass the gate as soon as their body was read, before any key is looked up or anything is routed. To be called
 * before the routes are registered.
 */
export function gateQueries(
  fastify: Pick<FastifyInstance, 'addHook'>,
  gate: QueryGate,
  random: () => number = Math.random,
): void {
  fastify.addHook('preHandler', (request, reply, done) => {
    if (!isQuestion(request)) return done();
    try {
      enter(gate, request, reply);
    } catch (thrown) {
      const problem = problemOf(toFailure(thrown), traceOf(request).traceId);
      void reply
        .status(problem.status)
        .header('retry-after', String(retryAfter(random)))
        .type('application/problem+json; charset=utf-8')
        .send(JSON.stringify(problem));
      return;
    }
    done();
  });
}
