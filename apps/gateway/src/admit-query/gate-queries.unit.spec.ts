import { describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import type { EmergencyNotice } from '#contracts';
import type { Danger } from '../answer-query/decision.js';
import { gateQueries } from './gate-queries.js';
import type { QueryGate } from './query-gate.js';

type Gate = Pick<QueryGate, 'isFull' | 'enter' | 'check'>;

const noticeOf = ({ kind, likelihood }: Danger, site: string | null): EmergencyNotice => ({
  suspected: true,
  kind,
  likelihood,
  question: `asked at ${site}`,
  choices: [],
  card: { text: 'Call 911.', category: 'escalation', priority: 'urgent', actions: [], escalation: null },
});

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
  gateQueries(server, gate, noticeOf, () => random);
  server.post('/query', () => ({ answered: (answered += 1) }));
  server.post('/feedback', () => ({}));
  return { server, answered: () => answered, hijacked };
}

const strict: Gate = {
  isFull: false,
  enter: () => {
    throw new Error('asked the gate');
  },
  check: () => {
    throw new Error('asked the gate');
  },
};
const open: Gate = { isFull: false, enter: () => () => undefined, check: () => null };
const turnedAway = (suspicion: Danger | null): Gate => ({
  isFull: true,
  enter: () => ({ suspicion }),
  check: () => ({ suspicion }),
});
const closed = turnedAway(null);

describe('gateQueries', () => {
  it('has the gate see what was sent, and know when it is answered', async () => {
    let left = 0;
    const enter: Gate['enter'] = (knock) => {
      expect(knock).toEqual({ body: { query: 'hi' }, authorization: 'Bearer k', waitedMs: 0 });
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
    expect(json()).not.toHaveProperty('emergency');
    expect(answered()).toBe(0);
  });

  it('gives whoever may be in danger the card of their site with the refusal', async () => {
    const { server } = serverWith(turnedAway({ certainty: 'suspected', kind: 'fire', likelihood: 0.5 }));
    const payload = { query: 'is that smoke', site: 'mill' };
    for (const accept of ['application/json', 'text/event-stream']) {
      const { statusCode, json } = await server.inject({ method: 'POST', url: '/query', payload, headers: { accept } });
      expect(statusCode).toBe(503);
      expect(json()).toMatchObject({ code: 'overloaded', emergency: { kind: 'fire', question: 'asked at mill' } });
    }
    const elsewhere = await server.inject({ method: 'POST', url: '/query', payload: { ...payload, site: 7 } });
    expect(elsewhere.json()).toMatchObject({ emergency: { question: 'asked at null' } });
  });

  it('asks about streams without counting them', async () => {
    const { server } = serverWith({ ...strict, check: () => null });
    const headers = { accept: 'text/event-stream' };
    expect((await server.inject({ method: 'POST', url: '/query', payload: {}, headers })).statusCode).toBe(200);
  });

  describe('where the house is full', () => {
    const ask = (server: ReturnType<typeof serverWith>['server'], query: string) =>
      server.inject({ method: 'POST', url: '/query', payload: { query } });

    it('hears everybody in turn, and whoever comes while others wait after them, with how long each has waited', async () => {
      let looked = 0;
      const heard: unknown[] = [];
      const gate: Gate = {
        ...closed,
        // Full for the first alone.
        get isFull() {
          return (looked += 1) === 1;
        },
        enter: ({ body, waitedMs }) => {
          heard.push((body as { query: string }).query);
          expect(waitedMs).toBeGreaterThan(0);
          return { suspicion: null };
        },
      };
      const { server } = serverWith(gate);
      await server.ready();
      const replies = await Promise.all(['one', 'two', 'three'].map((query) => ask(server, query)));
      expect(replies.map(({ statusCode }) => statusCode)).toEqual([503, 503, 503]);
      expect(heard).toEqual(['one', 'two', 'three']);
      expect(looked).toBe(1);
    });

    it('hears at once whose asker says that it is an emergency', async () => {
      const heard: string[] = [];
      const enter: Gate['enter'] = ({ body }) => {
        heard.push((body as { query: string }).query);
        return () => undefined;
      };
      const { server } = serverWith({ ...closed, enter });
      const told = { method: 'POST', url: '/query', payload: { query: 'help', emergency: true } } as const;
      const replies = await Promise.all([ask(server, 'one'), ask(server, 'two'), server.inject(told)]);
      expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
      expect(heard).toEqual(['help', 'one', 'two']);
    });

    it('does nothing for whoever left while waiting', async () => {
      const { server, answered, hijacked } = serverWith({ ...open, isFull: true }, { isGone: true });
      void server.inject({ method: 'POST', url: '/query', payload: {} });
      await hijacked;
      expect(answered()).toBe(0);
    });

    it('500: is not stopped by one who cannot be heard', async () => {
      let heard = 0;
      const gate: Gate = {
        ...closed,
        enter: () => {
          if ((heard += 1) === 1) throw new Error('cannot be heard');
          return { suspicion: null };
        },
      };
      const { server } = serverWith(gate);
      const replies = await Promise.all([ask(server, 'one'), ask(server, 'two')]);
      expect(replies.map(({ statusCode }) => statusCode)).toEqual([500, 503]);
    });
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
