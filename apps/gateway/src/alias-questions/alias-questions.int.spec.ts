import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AliasSuggestion, AnswerPart, QueryResponse } from '#contracts';
import type { BusStrategy } from '#platform/messaging';
import { eventually, testBackingServices } from '#testing';
import { partsSaying } from '../response-cache/test-answers.js';
import {
  manifestOf,
  startStandIn,
  startStandInKnowledge,
  startTestGateway,
  type InjectedResponse,
  type Says,
  type TestGateway,
} from '../test-gateway.js';

const services = testBackingServices({ nats: {}, database: 'pglite' });
const reason = 'members say it so';

describe('questions that are answered as others', () => {
  let one: TestGateway;
  let two: TestGateway;
  let running: BusStrategy[];
  let asked: string[] = [];

  const says: Says = async function* (ask): AsyncGenerator<AnswerPart> {
    asked.push(ask.query);
    await Promise.resolve();
    yield* partsSaying(ask.query.includes('cancel') ? 'Up to 24 hours before.' : `You asked: ${ask.query}.`);
  };

  beforeAll(async () => {
    one = await startTestGateway(services);
    running = [
      await startStandInKnowledge(services, () => ({ booking: 'k1', tech: 'k1' })),
      await startStandIn(services, one, manifestOf('booking', 'booking'), says, 'c1'),
      await startStandIn(services, one, manifestOf('tech', 'projector'), says, 'c1'),
    ];
    two = await startTestGateway(services, { databaseUrl: one.databaseUrl, instance: 'another' });
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
  });

  const ask = async (gateway: TestGateway, query: string): Promise<QueryResponse> =>
    (await gateway.inject('POST', '/query', { query })).json<QueryResponse>();
  const approve = (question: string, means: string): Promise<InjectedResponse> =>
    one.inject('POST', '/cache/aliases', { question, means, reason });
  const remove = (question: string): Promise<InjectedResponse> =>
    one.inject('POST', '/cache/aliases/remove', { question, reason });

  it('are answered so by every gateway within a second, recorded, and taken back again', async () => {
    const [question, means] = ['How do I change my booking, mate', 'how do I change my booking'];
    await ask(one, question);
    const approved = await approve(question, `${means}?`);
    expect(approved.status).toBe(200);
    expect(approved.json()).toMatchObject({
      aliases: [{ question: question.toLowerCase(), means: means.toLowerCase(), reason, approvedBy: 'dev' }],
    });
    const aliased = await ask(one, question);
    expect(aliased.answer.text).toContain(means.toLowerCase());
    expect((await ask(one, means)).cache).toBe('L1');
    await eventually(() => expect(two.parts.responseCache.aliases.list()).toHaveLength(1));
    expect((await ask(two, question)).answer.text).toBe(aliased.answer.text);
    const { events } = (await one.inject('GET', `/traces/${aliased.traceId}`)).json<{ events: { data: object }[] }>();
    expect(events[0]!.data).toMatchObject({ query: question, meant: means.toLowerCase() });

    expect((await remove(question)).json()).toEqual({ aliases: [] });
    expect((await ask(one, question)).answer.text).toContain('mate');
  });

  it('are answered as themselves where the other one goes to another assistant, or sounds like danger', async () => {
    for (const means of ['there is a problem with my projector', 'the building is on fire']) {
      await approve('there is a problem with my booking', means);
      expect((await ask(one, 'there is a problem with my booking')).answer.text).toContain('booking');
    }
    await remove('there is a problem with my booking');
  });

  it('are refused where they lead nowhere, and nothing is recorded', async () => {
    await approve('one way', 'the other way');
    const wrong: [string, string, string][] = [
      ['Same thing?', 'same  THING', 'means'],
      ['another way', 'one way', 'means'],
      ['the other way', 'a third way', 'question'],
      ['?? !!', 'how much', 'question'],
      ['how much', '\uFDFA'.repeat(1900), 'means'],
      ['i am ann@example.com', 'how much', 'question'],
      ['how much', 'call 555 123 4567', 'means'],
    ];
    for (const [question, means, path] of wrong) {
      const refused = await approve(question, means);
      expect([refused.status, refused.json<{ errors: { path: string }[] }>().errors[0]!.path]).toEqual([400, path]);
    }
    expect((await one.inject('POST', '/cache/aliases', { question: 'a b', means: 'c d' })).status).toBe(400);
    expect((await remove('never said')).status).toBe(404);
    expect((await one.inject('GET', '/cache/aliases')).json<{ aliases: unknown[] }>().aliases).toHaveLength(1);
    await remove('one way');
  });

  it('are suggested where two were answered the same in other words, the frequent one as the meaning', async () => {
    for (const query of [
      'cancel the booking',
      'cancel the booking',
      'can you cancel the booking',
      'tell me about the booking',
    ])
      await ask(one, query);
    const suggested = async () =>
      (await one.inject('GET', '/cache/aliases/suggestions')).json<{ suggestions: AliasSuggestion[] }>().suggestions;
    const [first, ...others] = await suggested();
    expect(first).toMatchObject({
      question: 'can you cancel the booking',
      means: 'cancel the booking',
      assistant: 'booking',
      asked: 1,
      meansAsked: 2,
      answer: 'Up to 24 hours before.',
    });
    expect(first!.similarity).toBeGreaterThan(0.5);
    expect(others).toEqual([]);
    await approve(first!.question, first!.means);
    expect(await suggested()).toEqual([]);
  });
});
