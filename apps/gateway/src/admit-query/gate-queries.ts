import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { failure } from '#kernel';
import { problemOf, traceOf } from '#platform/http';
import type { QueryGate } from './query-gate.js';

type Gate = Pick<QueryGate, 'enter' | 'check'>;

/** Seconds until a client that was turned away is to come again; not the same for all, or all would come again at once. */
const comeAgain = { least: 1, most: 3 };

const retryAfter = (random: () => number): number =>
  comeAgain.least + Math.floor(random() * (comeAgain.most - comeAgain.least + 1));

/** The same to everybody, and no error: putting its stack together costs a third of a refusal. */
const overloaded = failure('overloaded', 'More is asked right now than can be answered soon: ask again in a moment.');

const isQuestion = ({ method, routeOptions }: FastifyRequest): boolean =>
  method === 'POST' && routeOptions.url === '/query';

/** A stream is let in or not, and then counted among the streams: it may wait for a model for long. */
function letIn(gate: Gate, { body, headers }: FastifyRequest, reply: FastifyReply): boolean {
  const knock = { body, authorization: headers.authorization };
  if (headers.accept?.includes('text/event-stream')) return gate.check(knock);
  const leave = gate.enter(knock);
  if (leave === null) return false;
  reply.raw.once('finish', leave).once('close', leave);
  return true;
}

/**
 * Has questions pass the gate as soon as their body was read, before any key is looked up or anything is routed. Whoever is gone
 * by then gets no work done. To be called before the routes are registered.
 */
export function gateQueries(
  fastify: Pick<FastifyInstance, 'addHook'>,
  gate: Gate,
  random: () => number = Math.random,
): void {
  fastify.addHook('preHandler', (request, reply, done) => {
    if (!isQuestion(request)) return done();
    if (request.raw.socket.destroyed) return void reply.hijack();
    if (letIn(gate, request, reply)) return done();
    void reply
      .status(503)
      .header('retry-after', String(retryAfter(random)))
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(problemOf(overloaded, traceOf(request).traceId)));
  });
}
