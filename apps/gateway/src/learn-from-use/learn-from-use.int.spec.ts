import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LearnedExample, LearnedExamplesResponse, LearningState, QueryResponse } from '#contracts';
import type { BusStrategy } from '#platform/messaging';
import { eventually, testBackingServices } from '#testing';
import {
  manifestOf,
  shortAnswer,
  startStandIn,
  startTestGateway,
  type InjectedResponse,
  type TestGateway,
} from '../test-gateway.js';

const services = testBackingServices({ nats: {}, database: 'postgres' });
const keys = { desk: 'd', phone: 'p', kiosk: 'k', manager: 'm' };
type Key = keyof typeof keys;
const keyOf = (name: Key): string => `club_test_${keys[name].repeat(42)}x`;

const labeled = [
  { text: 'how do I change my booking', assistant: 'booking' },
  { text: 'cancel the booking', assistant: 'booking' },
  { text: 'there is a problem with my projector', assistant: 'tech' },
  { text: 'tell me about the fire alarm', assistant: 'emergency' },
  { text: 'the orchid on the sill', assistant: 'none' },
];
/** Two could be meant by it. */
const unclear = 'there is a problem with my thing';

describe('learning from use', () => {
  const questions = mkdtempSync(join(tmpdir(), 'clubos-questions-'));
  let gateway: TestGateway;
  let replica: TestGateway;
  let standIns: BusStrategy[];

  beforeAll(async () => {
    writeFileSync(join(questions, 'all.jsonl'), labeled.map((line) => JSON.stringify(line)).join('\n'));
    gateway = await startTestGateway(services, { questions });
    standIns = [];
    for (const manifest of [
      manifestOf('booking', 'booking'),
      manifestOf('tech', 'projector'),
      manifestOf('emergency', 'fire alarm', { emergency: true }),
    ]) {
      standIns.push(await startStandIn(services, gateway, manifest, shortAnswer));
    }
    for (const name of Object.keys(keys) as Key[]) {
      await gateway.parts.apiKeys.store(name, keyOf(name), name === 'manager' ? ['ask', 'manage'] : ['ask']);
    }
    replica = await startTestGateway(services, { questions, databaseUrl: gateway.databaseUrl, instance: 'a-replica' });
    await eventually(() =>
      expect(replica.parts.directory.list().map(({ routed }) => routed)).toEqual([true, true, true]),
    );
  });
  afterAll(async () => {
    await Promise.all(standIns.map((standIn) => standIn.close()));
    await replica.close();
    await gateway.close();
    rmSync(questions, { recursive: true });
  });

  const as = (name: Key) => ({ authorization: `Bearer ${keyOf(name)}` });
  const ask = async (body: object, by: Key = 'desk', of = gateway): Promise<QueryResponse> =>
    (await of.inject('POST', '/query', body, as(by))).json<QueryResponse>();
  const give = async (by: Key, answer: { answerId: string }, more: object): Promise<void> => {
    const given = await gateway.inject('POST', '/feedback', { answerId: answer.answerId, ...more }, as(by));
    expect(given.status).toBe(202);
  };
  const listed = async (query = ''): Promise<LearnedExamplesResponse> =>
    (await gateway.inject('GET', `/routing/learned${query}`, undefined, as('manager'))).json();
  const found = async (text: string): Promise<LearnedExample | undefined> =>
    (await listed()).list.find((one) => one.text === text);
  const decide = (id: string, decision: string, of = gateway): Promise<InjectedResponse> =>
    of.inject('POST', `/routing/learned/${id}/decision`, { decision, reason: 'a spec says so' }, as('manager'));
  const learningOf = async (of: TestGateway): Promise<LearningState> =>
    (await of.inject('GET', '/assistants')).json<{ learning: LearningState }>().learning;

  it('a tap of somebody who was asked back is recorded, and one on what was not offered is not', async () => {
    const asked = await ask({ query: unclear });
    expect(asked.outcome).toBe('clarify');
    expect(asked.answer.actions.map(({ data }) => data!['assistant'])).toContain('tech');
    const offered = expect.arrayContaining(['booking', 'tech']);
    const { traceId, answerId } = await ask({
      query: 'the booking or the projector 482913',
      assistant: 'tech',
    });
    expect(await gateway.parts.events.readByTrace(traceId)).toContainEqual(
      expect.objectContaining({
        type: 'assistant-chosen',
        stream: `choice-${answerId}`,
        actor: 'desk',
        data: { answerId, query: 'the booking or the projector [code]', asker: 'staff', assistant: 'tech', offered },
      }),
    );
    for (const [query, assistant] of [
      ['cancel the booking', 'tech'],
      [unclear, 'emergency'],
    ]) {
      const { traceId: other } = await ask({ query, assistant });
      const types = (await gateway.parts.events.readByTrace(other)).map(({ type }) => type);
      expect(types).toEqual(['query-answered']);
    }
  });

  it('one key, however often, and all kiosks together are one voice; two teach every gateway', async () => {
    for (let time = 0; time < 5; time += 1) await ask({ query: unclear, assistant: 'tech' });
    expect(await gateway.parts.learning.learnNow()).toBe('nothing');
    expect(await found(unclear)).toMatchObject({ state: 'waiting', voices: 1, chosen: 5 });
    await ask({ query: unclear, assistant: 'tech', asker: 'member' }, 'kiosk');
    expect(await found(unclear)).toMatchObject({ state: 'agreed', voices: 2 });
    expect(await gateway.parts.learning.learnNow()).toBe('learned');
    for (const one of [gateway, replica]) {
      await eventually(async () =>
        expect(await ask({ query: unclear }, 'phone', one)).toMatchObject({ outcome: 'answered', assistant: 'tech' }),
      );
      expect(await learningOf(one)).toMatchObject({ examples: 1, learnedAt: expect.any(String), problem: null });
      const list = one.parts.directory.list().map(({ id, learned, routed }) => [id, learned, routed]);
      expect(list.sort()).toEqual([
        ['booking', 0, true],
        ['emergency', 0, true],
        ['tech', 1, true],
      ]);
    }
    expect((await ask({ query: unclear })).route.reasons.join()).not.toContain(`"${unclear}"`);
  });

  it('an answer that helped is an example, unless it was somebody’s choice, an emergency, or the wrong assistant', async () => {
    const query = 'customer asks about the booking of last year';
    const [one, other] = [await ask({ query }, 'desk'), await ask({ query }, 'phone')];
    expect([one.assistant, one.route.method]).toEqual(['booking', expect.not.stringMatching('clarify')]);
    await give('desk', one, { helpful: true });
    await give('desk', other, { helpful: true });
    expect(await found(query)).toMatchObject({ state: 'waiting', voices: 1, helpful: 1 });
    await give('phone', other, { helpful: true });
    expect(await found(query)).toMatchObject({ state: 'agreed', voices: 2, helpful: 2 });
    await give('phone', other, { helpful: false, reason: 'wrong-assistant' });
    expect(await found(query)).toMatchObject({ state: 'contradicted', voices: 1 });

    for (const body of [
      { query: 'tell me about the projector of the hall', assistant: 'booking' },
      { query: 'there is a fire in bay 2' },
      { query: 'tell me about the projector of yesterday', emergency: false },
    ]) {
      for (const by of ['desk', 'phone'] as const) await give(by, await ask(body, by), { helpful: true });
      expect(await found(body.query)).toBeUndefined();
    }
  });

  it('only who may change the routing sees and decides, and what is decided is an event', async () => {
    const example = (await found(unclear))!;
    expect(example.state).toBe('learned');
    const path = `/routing/learned/${example.id}/decision`;
    expect((await gateway.inject('GET', '/routing/learned', undefined, as('desk'))).status).toBe(403);
    expect((await gateway.inject('POST', path, { decision: 'refuse', reason: 'mine' }, as('desk'))).status).toBe(403);
    expect((await gateway.inject('POST', path, { decision: 'forget' }, as('manager'))).status).toBe(400);
    expect((await decide('0'.repeat(32), 'refuse')).status).toBe(404);
    expect((await gateway.inject('GET', '/routing/learned?state=sure', undefined, as('manager'))).status).toBe(400);

    const refused = await decide(example.id, 'refuse', replica);
    expect(refused.json()).toMatchObject({ state: 'refused', decided: { by: 'manager', decision: 'refuse' } });
    expect(await gateway.parts.events.readStream(`example-${example.id}`)).toMatchObject([
      { type: 'example-decided', actor: 'manager', data: { decision: 'refuse', assistant: 'tech', text: unclear } },
    ]);
    for (const one of [gateway, replica]) {
      await eventually(async () => expect((await ask({ query: unclear }, 'phone', one)).outcome).toBe('clarify'));
    }
    expect((await listed('?state=refused')).list.map(({ text }) => text)).toEqual([unclear]);
    expect((await listed('?assistant=booking')).list.every(({ assistant }) => assistant === 'booking')).toBe(true);
  });

  it('what the labeled questions lose by is held back, and readiness and the list say so in every gateway', async () => {
    // Somebody teaches what the club knows to be nobody's business, with two keys.
    const poison = 'the orchid on the sill';
    const answerId = '01890a5d-ac96-774b-bcce-b302099a8057';
    for (const [at, actor] of ['one', 'two'].entries()) {
      const data = { answerId, query: poison, asker: 'staff', assistant: 'booking', offered: ['booking', 'tech'] };
      const event = { type: 'assistant-chosen', version: 1, data, actor, traceId: 'a'.repeat(32) };
      await gateway.parts.events.append(`choice-poison-${at}`, 'no-stream', [event]);
    }
    expect(await replica.parts.learning.learnNow()).toBe('refused');
    for (const one of [gateway, replica]) {
      await eventually(async () => expect((await learningOf(one)).problem).toContain(poison));
      const { status, text } = await one.inject('GET', '/health/ready');
      expect([status, text]).toEqual([200, expect.stringContaining('held back')]);
      expect((await ask({ query: poison }, 'desk', one)).assistant).toBeNull();
    }
    expect(await gateway.parts.learning.learnNow()).toBe('nothing');
    await decide((await found(poison))!.id, 'refuse');
    expect(await gateway.parts.learning.learnNow()).toBe('learned');
    await eventually(async () => expect((await learningOf(replica)).problem).toBeNull());
  });
});
