import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AnswerPart, QueryResponse } from '#contracts';
import { createDatabase, type Database } from '#platform/database';
import type { BusStrategy } from '#platform/messaging';
import { readCorpora } from '../assistants/corpora.js';
import { eventually, sayToRedis, testBackingServices } from '#testing';
import {
  manifestOf,
  startStandIn,
  startStandInKnowledge,
  startTestGateway,
  type Says,
  type TestGateway,
} from '../test-gateway.js';
import { partsSaying, type EndPart } from './test-answers.js';

const services = testBackingServices({ nats: {}, redis: true, database: 'pglite' });

describe('answers that are kept', () => {
  let one: TestGateway;
  let two: TestGateway;
  let running: BusStrategy[];
  let database: Database;
  let published = 1;
  let asked: string[] = [];
  let end: Partial<EndPart> = {};
  let held: Promise<void> | undefined;

  const says: Says = async function* (ask): AsyncGenerator<AnswerPart> {
    asked.push(ask.query);
    const knowledge = `state ${published}`;
    await held;
    yield* partsSaying(`${ask.query}: version ${published}`, { knowledge, ...end });
  };

  beforeAll(async () => {
    const redisUrl = services.redis.url;
    one = await startTestGateway(services, { redisUrl, corpora: await readCorpora() });
    const { databaseUrl } = one;
    const knowledge = await startStandInKnowledge(services, () => ({ booking: `state ${published}` }));
    const booking = await startStandIn(services, one, manifestOf('booking', 'booking'), says, 'c1');
    two = await startTestGateway(services, { redisUrl, databaseUrl, instance: 'another' });
    running = [knowledge, booking];
    database = createDatabase({
      url: databaseUrl,
      applicationName: 'spec',
      maxConnections: 1,
      statementTimeoutMs: 60_000,
      connectionTimeoutMs: 60_000,
    });
    await eventually(() => {
      if (!two.parts.directory.list().some(({ routed }) => routed)) throw new Error('The second one still learns.');
      expect(two.parts.directory.composerOf('booking')).toBe('c1');
    });
  });
  afterAll(async () => {
    await Promise.all(running.map((each) => each.close()));
    await database.close();
    await Promise.all([one.close(), two.close()]);
  });

  beforeEach(() => {
    asked = [];
    end = {};
    held = undefined;
    published += 1;
  });

  const ask = async (gateway: TestGateway, query: string, more: object = {}): Promise<QueryResponse> =>
    (await gateway.inject('POST', '/query', { query, ...more })).json<QueryResponse>();
  const query = 'how do I change my booking';
  const rows = () => database.query<{ key: string }>('select key from gateway.cached_answers');
  const keptInPostgres = (count: number) =>
    eventually(async () => {
      if ((await rows()).length < count) throw new Error('It is not written yet.');
    });
  const emptied = async () => {
    await database.query('delete from gateway.cached_answers');
    await sayToRedis(services.redis, 'FLUSHALL');
  };

  it('are given again from memory, to the letter, under an id and a trace of their own', async () => {
    const first = await ask(one, query, { site: 'mill' });
    const second = await ask(one, ` ${query.toUpperCase()}? `, { site: 'mill' });
    expect([first.cache, second.cache]).toEqual([null, 'L1']);
    expect(second.answer).toEqual(first.answer);
    expect(second.answerId).not.toBe(first.answerId);
    expect(asked).toEqual([query]);
    const { events } = (await one.inject('GET', `/traces/${second.traceId}`)).json<{ events: { data: object }[] }>();
    expect(events[0]!.data).toMatchObject({ cache: 'L1', repeats: first.answerId, outcome: 'answered' });
  });

  it('are given again where the question may be an emergency, with the card and the suspicion that come with each', async () => {
    const candles = 'will the smoke alarm go off if we light candles';
    const first = await ask(one, candles, { assistant: 'booking', site: 'mill' });
    const second = await ask(one, candles, { assistant: 'booking', site: 'mill' });
    expect([first.cache, second.cache]).toEqual([null, 'L1']);
    expect(second.emergency).toMatchObject({ suspected: true, card: { priority: 'urgent' } });
    expect(second.emergency).toEqual(first.emergency);
    const { events } = (await one.inject('GET', `/traces/${second.traceId}`)).json<{ events: { data: object }[] }>();
    expect(events[0]!.data).toMatchObject({
      repeats: first.answerId,
      emergency: { certainty: 'suspected', told: null },
    });
    const denied = await ask(one, candles, { assistant: 'booking', site: 'mill', emergency: false });
    expect(denied).toMatchObject({ cache: null, emergency: null });
  });

  it('are given by another gateway from Redis, and from PostgreSQL where Redis was flushed', async () => {
    await emptied();
    await ask(one, query);
    await keptInPostgres(1);
    expect((await ask(two, query)).cache).toBe('L2');
    expect((await ask(two, query)).cache).toBe('L1');
    await sayToRedis(services.redis, 'FLUSHALL');
    const third = await startTestGateway(services, {
      redisUrl: services.redis.url,
      databaseUrl: one.databaseUrl,
      instance: 'third',
    });
    await eventually(() => expect(third.parts.directory.composerOf('booking')).toBe('c1'));
    // It took them up when it started.
    expect((await ask(third, query)).cache).toBe('L1');
    await third.close();
    expect(asked).toHaveLength(1);
  });

  it('are read from PostgreSQL where nobody else has them', async () => {
    await emptied();
    await ask(one, 'cancel the booking');
    await keptInPostgres(1);
    await sayToRedis(services.redis, 'FLUSHALL');
    expect((await ask(two, 'cancel the booking')).cache).toBe('L3');
    expect((await ask(two, 'cancel the booking')).cache).toBe('L1');
  });

  it('are made anew after a publication, and the old ones are not given again', async () => {
    const before = await ask(one, query);
    published += 1;
    const after = await Promise.all([ask(one, query), ask(two, query)]);
    expect(before.answer.text).toContain(`version ${published - 1}`);
    for (const { answer } of after) expect(answer.text).toContain(`version ${published}`);
  });

  it('are not given where they were being made while something was published', async () => {
    const gate = Promise.withResolvers<void>();
    held = gate.promise;
    const early = ask(one, query);
    await eventually(() => expect(asked).toHaveLength(1));
    published += 1;
    held = undefined;
    gate.resolve();
    await early;
    const late = await ask(one, query);
    expect(late.cache).toBeNull();
    expect(asked).toHaveLength(2);
  });

  it('are made once for everybody who asks at the same time, at either gateway', async () => {
    const gate = Promise.withResolvers<void>();
    held = gate.promise;
    const answers = [one, two, one, two, two].map((gateway) => ask(gateway, query));
    await eventually(() => {
      const waited = [one, two].map(({ parts }) => parts.responseCache.statistics().generations.waited);
      expect(waited.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(4);
    });
    gate.resolve();
    expect(new Set((await Promise.all(answers)).map(({ answer }) => answer.text)).size).toBe(1);
    expect(asked).toHaveLength(1);
  });

  it.each<[string, string, Partial<EndPart>]>([
    ['was degraded', 'tell me about the booking', { degraded: ['model-unavailable'] }],
    ['says not what it was made from', 'there is a problem with my booking', { knowledge: undefined }],
  ])('are none where the answer %s', async (_, text, more) => {
    end = more;
    expect([(await ask(one, text)).cache, (await ask(one, text)).cache]).toEqual([null, null]);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['identifies somebody', 'change my booking, I am ann@example.com'],
    ['is asked back', 'help'],
    ['is nobody’s business', 'what is the weather like in paris tomorrow'],
    ['is an emergency', 'fire fire the building is on fire'],
  ])('are none where the question %s', async (_, text) => {
    expect([(await ask(one, text)).cache, (await ask(one, text)).cache]).toEqual([null, null]);
    expect(await rows()).not.toContainEqual(expect.objectContaining({ answer: expect.stringContaining(text) }));
  });

  it.each([
    ['holds another type', (key: string) => [`DEL ${key}`, `LPUSH ${key} x`]],
    ['holds what is no answer', (key: string) => [`SET ${key} x`]],
  ])('are looked for further down where Redis %s', async (_, spoil) => {
    await emptied();
    await ask(one, query);
    await keptInPostgres(1);
    const [row] = await rows();
    for (const command of spoil(`clubos:answer:${row!.key}`)) await sayToRedis(services.redis, command);
    expect((await ask(two, query)).cache).toBe('L3');
  });

  it('are kept and found without Redis, and readiness says that it is away', async () => {
    services.redis.kill('SIGKILL');
    await services.redis.exited;
    const first = await ask(one, query);
    const second = await ask(one, query);
    expect([first.outcome, first.cache, second.outcome, second.cache]).toEqual(['answered', null, 'answered', 'L1']);
    const health = (await one.inject('GET', '/health/ready')).json<{ ready: boolean; checks: object }>();
    expect(health.ready).toBe(true);
    expect(health.checks).toMatchObject({ 'streams resume anywhere': expect.not.stringMatching(/^ok$/) });
    await services.redis.restart();
  });

  it('go on while knowledge does not say which state it is in, and say so', async () => {
    await ask(one, query);
    await running[0]!.close();
    const unsure = await ask(one, query);
    expect([unsure.cache, unsure.outcome, unsure.degraded]).toEqual(['L1', 'degraded', ['knowledge-unverified']]);
    running[0] = await startStandInKnowledge(services, () => ({ booking: `state ${published}` }));
    await eventually(async () => expect((await ask(one, query)).degraded).toEqual([]));
  });

  it('are counted by tier, for whoever may manage', async () => {
    const reply = await one.inject('GET', '/cache');
    expect(reply.status).toBe(200);
    expect(reply.json()).toMatchObject({
      tiers: { L1: { failures: 0 }, L2: { hits: expect.any(Number) }, L3: { unreadable: 0 } },
      truth: { false: 0 },
    });
  });
});
