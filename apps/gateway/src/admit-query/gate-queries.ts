import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { failure } from '#kernel';
import { problemOf, traceOf } from '#platform/http';
import type { EmergencyNotice, Problem } from '#contracts';
import type { Danger } from '../answer-query/decision.js';
import { Doorstep } from './doorstep.js';
import { isToldEmergency, type QueryGate, type TurnedAway } from './query-gate.js';

type Gate = Pick<QueryGate, 'isFull' | 'enter' | 'check'>;

/** Seconds until a client that was turned away is to come again; not the same for all, or all would come again at once. */
const comeAgain = { least: 1, most: 3 };

const retryAfter = (random: () => number): number =>
  comeAgain.least + Math.floor(random() * (comeAgain.most - comeAgain.least + 1));

/** The same to everybody, and no error: putting its stack together costs a third of a refusal. */
const overloaded = failure('overloaded', 'More is asked right now than can be answered soon: ask again in a moment.');

const isQuestion = ({ method, routeOptions }: FastifyRequest): boolean =>
  method === 'POST' && routeOptions.url === '/query';

/**
 * A stream is let in or not, and then counted among the streams: it may wait for a model for long.
 * @returns null where it is let in
 */
function turnAway(
  gate: Gate,
  { body, headers }: FastifyRequest,
  reply: FastifyReply,
  waitedMs: number,
): TurnedAway | null {
  const knock = { body, authorization: headers.authorization, waitedMs };
  if (headers.accept?.includes('text/event-stream')) return gate.check(knock);
  const entered = gate.enter(knock);
  if (typeof entered !== 'function') return entered;
  reply.raw.once('finish', entered).once('close', entered);
  return null;
}

const siteOf = (body: unknown): string | null => {
  const { site } = body as { readonly site?: unknown };
  return typeof site === 'string' ? site : null;
};

/**
 * Has questions pass the gate when their body was read, before any key is looked up or anything is routed; where it is full, in the
 * order they came. Whoever is gone by then gets no work done. To be called before the routes are registered.
 * @param noticeOf what to show whoever asks what may be an emergency at a site
 */
export function gateQueries(
  fastify: Pick<FastifyInstance, 'addHook'>,
  gate: Gate,
  noticeOf: (suspicion: Danger, site: string | null) => EmergencyNotice,
  random: () => number = Math.random,
): void {
  const doorstep = new Doorstep();

  /** Null where it is let in. */
  function refusalOf(request: FastifyRequest, reply: FastifyReply, waitedMs: number): Problem | null {
    const turnedAway = turnAway(gate, request, reply, waitedMs);
    if (turnedAway === null) return null;
    const problem = problemOf(overloaded, traceOf(request).traceId);
    const { suspicion } = turnedAway;
    return suspicion ? { ...problem, emergency: noticeOf(suspicion, siteOf(request.body)) } : problem;
  }

  function hear(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void, waitedMs = 0): void {
    if (request.raw.socket.destroyed) return void reply.hijack();
    let refusal: Problem | null;
    try {
      refusal = refusalOf(request, reply, waitedMs);
    } catch (error) {
      return done(error as Error);
    }
    if (refusal === null) return done();
    void reply
      .status(503)
      .header('retry-after', String(retryAfter(random)))
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(refusal));
  }

  fastify.addHook('preHandler', (request, reply, done) => {
    if (!isQuestion(request)) return done();
    if ((doorstep.isEmpty && !gate.isFull) || isToldEmergency(request.body)) return hear(request, reply, done);
    const since = performance.now();
    doorstep.wait(() => hear(request, reply, done, performance.now() - since));
  });
}
