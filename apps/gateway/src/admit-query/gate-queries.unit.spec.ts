import { describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { gateQueries } from './gate-queries.js';
import type { QueryGate } from './query-gate.js';

type Gate = Pick<QueryGate, 'enter' | 'check'>;

/** A server whose only question is answered with its number. @param isGone whether the client left while its body was read */
function serverWith(gate: Gate, { isGone = false, random = 0 } = {}) {
  const server = fastify();
  let answered = 0;
  const hijacked = new Promise<void>((resolve) => {
    server.addHook('preValidation', (request, reply, done) => {
      if (isGone) Object.assign(request.raw.socket, { destroyed: true });
      reply.hijack = () => {
        resolve();
        return reply;
      };
      done();
    });
    server.addHook('onResponse', (_request, _reply, done) => {
      resolve();
      done();
    });
  });
  gateQueries(server, gate, () => random);
  server.post('/query', () => ({ answered: (answered += 1) }));
  server.post('/feedback', () => ({}));
  return { server, answered: () => answered, hijacked };
}

const strict: Gate = {
  enter: () => {
    throw new Error('asked the gate');
  },
  check: () => {
    throw new Error('asked the gate');
  },
};
const open: Gate = { enter: () => () => undefined, check: () => true };
const closed: Gate = { enter: () => null, check: () => false };

describe('gateQueries', () => {
  it('has the gate see what was sent, and know when it is answered', async () => {
    let left = 0;
    const enter: Gate['enter'] = (knock) => {
      expect(knock).toEqual({ body: { query: 'hi' }, authorization: 'Bearer k' });
      return () => (left += 1);
    };
    const { server } = serverWith({ ...strict, enter });
    const headers = { authorization: 'Bearer k' };
    const { statusCode } = await server.inject({ method: 'POST', url: '/query', payload: { query: 'hi' }, headers });
    expect(statusCode).toBe(200);
    expect(left).toBeGreaterThan(0);
  });

  it.each([
    [0, '1'],
    [0.5, '2'],
    [0.999, '3'],
  ])('turns away with a problem, and says when to come again: %d', async (random, after) => {
    const { server, answered } = serverWith(closed, { random });
    const { statusCode, headers, json } = await server.inject({ method: 'POST', url: '/query', payload: {} });
    expect(statusCode).toBe(503);
    expect(headers).toMatchObject({
      'retry-after': after,
      'content-type': 'application/problem+json; charset=utf-8',
    });
    expect(json()).toMatchObject({ code: 'overloaded', status: 503, traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(answered()).toBe(0);
  });

  it('asks about streams without counting them', async () => {
    const { server } = serverWith({ ...strict, check: () => true });
    const headers = { accept: 'text/event-stream' };
    expect((await server.inject({ method: 'POST', url: '/query', payload: {}, headers })).statusCode).toBe(200);
  });

  it('does nothing for whoever is gone when the body was read', async () => {
    const { server, answered, hijacked } = serverWith(open, { isGone: true });
    // There is nobody to reply to, so there is no reply.
    void server.inject({ method: 'POST', url: '/query', payload: {} });
    await hijacked;
    expect(answered()).toBe(0);
  });

  it('leaves everything else alone', async () => {
    const { server } = serverWith(strict);
    expect((await server.inject({ method: 'POST', url: '/feedback', payload: {} })).statusCode).toBe(200);
  });
});
