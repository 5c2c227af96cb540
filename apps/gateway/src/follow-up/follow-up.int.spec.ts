import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AnswerPart, QueryResponse } from '#contracts';
import type { BusStrategy } from '#platform/messaging';
import { eventually, sayToRedis, testBackingServices } from '#testing';
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
const first = 'tell me about the booking';

describe('a question that follows another one', () => {
  let one: TestGateway;
  let two: TestGateway;
  let running: BusStrategy[];
  let asked: string[] = [];
  let conversations = 0;

  const says: Says = async function* (ask): AsyncGenerator<AnswerPart> {
    asked.push(ask.query);
    await Promise.resolve();
    yield* partsSaying(ask.query);
  };

  beforeAll(async () => {
    const redisUrl = services.redis.url;
    one = await startTestGateway(services, { redisUrl });
    running = [
      await startStandInKnowledge(services, () => ({ booking: 'k1', tech: 'k1' })),
      await startStandIn(services, one, manifestOf('booking', 'booking'), says, 'c1'),
      await startStandIn(services, one, manifestOf('tech', 'projector'), says, 'c1'),
    ];
    two = await startTestGateway(services, { redisUrl, databaseUrl: one.databaseUrl, instance: 'another' });
    await eventually(() => {
      if (two.parts.directory.list().filter(({ routed }) => routed).length < 2) throw new Error('It still learns.');
    });
  });
  afterAll(async () => {
    await Promise.all(running.map((each) => each.close()));
    await Promise.all([one.close(), two.close()]);
  });
  beforeEach(() => {
    asked = [];
    conversations += 1;
  });

  const ask = async (gateway: TestGateway, query: string, more: object = {}): Promise<QueryResponse> =>
    (
      await gateway.inject('POST', '/query', { query, conversationId: `c-${conversations}`, ...more })
    ).json<QueryResponse>();

  it('is answered with what was asked before, at any gateway, and its record says so', async () => {
    await ask(one, `${first}.`);
    const followed = await ask(two, 'and on sundays?');
    expect(followed).toMatchObject({ assistant: 'booking', outcome: 'answered' });
    expect(asked.at(-1)).toBe(`${first}, and on sundays?`);
    const { events } = (await one.inject('GET', `/traces/${followed.traceId}`)).json<{ events: { data: object }[] }>();
    expect(events[0]!.data).toMatchObject({ query: 'and on sundays?', meant: `${first}, and on sundays?` });
    await ask(one, 'and for members?');
    expect(asked.at(-1)).toBe(`${first}, and on sundays, and for members?`);
  });

  it('has a cached answer of its own for what it follows', async () => {
    await ask(one, first);
    await ask(one, 'and on mondays?');
    conversations += 1;
    await ask(one, 'cancel the projector');
    expect((await ask(one, 'and on mondays?')).answer.text).toContain('projector');
    conversations += 1;
    await ask(one, first);
    expect((await ask(one, 'and on mondays?')).cache).toBe('L1');
  });

  it.each<[string, string]>([
    ['stands by itself', 'there is a problem with my projector'],
    ['is of danger', 'and there is smoke in the lobby'],
  ])('is taken alone where it %s', async (_, query) => {
    await ask(one, first);
    await ask(one, query);
    expect(asked.filter((text) => text.includes(`${first},`))).toEqual([]);
  });

  it('is taken alone in another conversation, and without one', async () => {
    await ask(one, first);
    const alone = await one.inject('POST', '/query', { query: 'and on tuesdays?' });
    conversations += 1;
    await ask(one, 'and on tuesdays?');
    expect(alone.json<QueryResponse>().outcome).not.toBe('answered');
    expect(asked.filter((query) => query.includes('tuesdays'))).toEqual([]);
  });

  it('keeps nothing that identifies a person', async () => {
    await ask(one, `${first}, I am ann@example.com`);
    await ask(one, 'and on thursdays?');
    expect(asked.at(-1)).toContain('[email]');
    expect(asked.at(-1)).not.toContain('ann@');
  });

  it('goes on at its own gateway while Redis is away, and where somebody spoiled it there', async () => {
    await ask(one, first);
    const keys = (await sayToRedis(services.redis, 'KEYS clubos:conversation:*')).split('\r\n');
    for (const key of keys.filter((line) => line.startsWith('clubos:'))) {
      await sayToRedis(services.redis, `SET ${key} x`);
    }
    expect((await ask(one, 'and on fridays?')).outcome).not.toBe('internal');
    services.redis.kill('SIGKILL');
    await services.redis.exited;
    conversations += 1;
    await ask(one, first);
    await ask(one, 'and on saturdays?');
    expect(asked.at(-1)).toBe(`${first}, and on saturdays?`);
    await services.redis.restart();
  });
});
