import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { QueryResponse } from '#contracts';
import type { HealthReport } from '#platform/health';
import type { BusStrategy } from '#platform/messaging';
import { eventually, testBackingServices } from '#testing';
import { usualPatience } from '../patience.js';
import { partsSaying } from '../response-cache/test-answers.js';
import {
  manifestOf,
  startStandIn,
  startStandInKnowledge,
  startTestGateway,
  type Says,
  type TestGateway,
} from '../test-gateway.js';

const services = testBackingServices({ nats: {}, redis: true, database: 'pglite' });

describe('a gateway without one of its backing services', () => {
  let gateway: TestGateway;
  let running: BusStrategy[];
  let answerId: string;
  let knowledgeReads = true;

  const says: Says = async function* (ask) {
    await Promise.resolve();
    yield* partsSaying(`You asked: ${ask.query}.`, { knowledge: 'state 1' });
  };

  const saysNothing: Says = async function* (_ask, { signal }) {
    await once(signal, 'abort');
    yield { type: 'text-delta', text: 'too late' };
  };

  beforeAll(async () => {
    gateway = await startTestGateway(services, { redisUrl: services.redis.url, patience: usualPatience });
    const states = () => (knowledgeReads ? { booking: 'state 1' } : Promise.reject(new Error('no database')));
    const knowledge = await startStandInKnowledge(services, states);
    const booking = manifestOf('booking', 'booking');
    const emergency = manifestOf('emergency', 'fire alarm', { emergency: true });
    running = [
      knowledge,
      await startStandIn(services, gateway, booking, says, 'c1'),
      await startStandIn(services, gateway, emergency, saysNothing, 'c1'),
    ];
    await eventually(async () => expect((await ask(query)).cache).toBe('L1'));
    ({ answerId } = await ask(query));
    await wholeAgain();
  });
  afterAll(async () => {
    await Promise.all(running.map((each) => each.close()));
    await gateway.close();
  });

  const query = 'how do I change my booking';
  const ask = async (asked: string): Promise<QueryResponse> =>
    (await gateway.inject('POST', '/query', { query: asked })).json<QueryResponse>();
  const feedback = () => gateway.inject('POST', '/feedback', { answerId, helpful: true });
  const ready = async () => {
    const { status, json } = await gateway.inject('GET', '/health/ready');
    return { status, ...json<HealthReport & Record<string, unknown>>() };
  };
  const taken = () => eventually(async () => expect((await feedback()).status).toBe(202));
  const wholeAgain = () => eventually(async () => expect(await ready()).toMatchObject({ status: 200, degraded: [] }));

  const goesOnWithout = async (name: string, degraded: string[]): Promise<void> => {
    await eventually(async () =>
      expect(await ready()).toMatchObject({
        status: 200,
        ready: true,
        degraded: expect.arrayContaining([name]) as unknown,
        checks: { router: 'ok' },
      }),
    );
    const expected = { outcome: degraded.length > 0 ? 'degraded' : 'answered', cache: 'L1', degraded };
    await eventually(async () => expect(await ask(query)).toMatchObject(expected));
    const card = await ask('there is a fire in bay 2');
    expect(card).toMatchObject({ outcome: 'escalated', route: { method: 'emergency' } });
    expect(card.answer.text).toContain('911');
  };

  it.each(['SIGSTOP', 'SIGKILL'] as const)(
    'is ready without the database (%s): kept answers and the card go on, feedback is refused',
    async (signal) => {
      knowledgeReads = false;
      services.database.kill(signal);
      if (signal === 'SIGKILL') await services.database.exited;
      try {
        // Nothing has told the gateway yet, and nobody has asked before.
        const refused = await feedback();
        expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);
        await goesOnWithout('database', ['knowledge-unverified', 'trace-delayed']);
        expect((await feedback()).status).toBe(503);
      } finally {
        knowledgeReads = true;
        if (signal === 'SIGSTOP') services.database.kill('SIGCONT');
        else await services.database.restart();
      }
      await wholeAgain();
      await taken();
    },
  );

  it.each(['SIGSTOP', 'SIGKILL'] as const)('is ready without Redis (%s): everything goes on', async (signal) => {
    services.redis.kill(signal);
    try {
      await goesOnWithout('streams resume anywhere', []);
      await taken();
    } finally {
      if (signal === 'SIGSTOP') services.redis.kill('SIGCONT');
      else {
        await services.redis.exited;
        await services.redis.restart();
      }
    }
    await wholeAgain();
  });

  it('is ready without NATS: kept answers, the card and feedback go on', async () => {
    services.nats.kill('SIGKILL');
    await services.nats.exited;
    try {
      await goesOnWithout('bus', ['knowledge-unverified']);
      await taken();
    } finally {
      await services.nats.restart();
    }
    await wholeAgain();
  });
});
