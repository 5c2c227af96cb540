import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { AnswerPart } from '#contracts';
import { uuidV7 } from '#kernel';
import { createCache, createSharedLog } from '#platform/cache';
import type { BusStrategy } from '#platform/messaging';
import { eventually, testBackingServices } from '#testing';
import { manifestOf, startStandIn, startTestGateway, type Says, type TestGateway } from '../test-gateway.js';
import { StreamClient } from './test-client.js';

const services = testBackingServices({ nats: {}, redis: true, database: 'pglite' });
const otherKey = `club_test_${'o'.repeat(43)}`;
const resumable = { prefer: 'resumable' };

const end: AnswerPart = {
  type: 'answer-end',
  category: 'solution',
  priority: 'medium',
  confidence: 0.9,
  composedBy: 'extractive',
  degraded: [],
  timings: {},
};

describe('resuming an answer', () => {
  let first: TestGateway;
  let second: TestGateway;
  let ports: [number, number];
  let standIn: BusStrategy;
  let says: Says;
  /** Lets the stand-in say its next words. */
  let goOn: () => void;
  let stopped: PromiseWithResolvers<void>;

  const portOf = async ({ app }: TestGateway): Promise<number> => {
    await app.listen(0, '127.0.0.1');
    return Number(new URL(await app.getUrl()).port);
  };

  beforeAll(async () => {
    const redisUrl = services.redis.url;
    first = await startTestGateway(services, { redisUrl });
    second = await startTestGateway(services, { redisUrl, databaseUrl: first.databaseUrl, instance: 'second' });
    await first.parts.apiKeys.store('other', otherKey, ['ask']);
    standIn = await startStandIn(services, first, manifestOf('booking', 'booking'), (ask, context) =>
      says(ask, context),
    );
    await eventually(() => expect(second.parts.directory.list()).toEqual([expect.objectContaining({ routed: true })]));
    ports = [await portOf(first), await portOf(second)];
  });
  afterAll(async () => {
    await standIn.close();
    await Promise.all([first.close(), second.close()]);
  });

  /** "one two three", waiting before "two" until it is told to go on. */
  const inTwoGoes = (): void => {
    const gate = Promise.withResolvers<void>();
    goOn = () => gate.resolve();
    stopped = Promise.withResolvers<void>();
    says = async function* (_ask, { signal }) {
      yield { type: 'answer-start', assistant: 'booking', version: '1.0.0' };
      yield { type: 'text-delta', text: 'one ' };
      const left = once(signal, 'abort');
      await Promise.race([gate.promise, left]);
      if (signal.aborted) return stopped.resolve();
      yield { type: 'text-delta', text: 'two ' };
      yield { type: 'text-delta', text: 'three' };
      yield end;
    };
  };

  const ask = (port: number, headers: Record<string, string> = {}) =>
    StreamClient.open(port, { query: 'cancel the booking', headers });
  const comeBack = (port: number, lastId: string, key?: string) =>
    StreamClient.open(port, {
      path: `/query/${lastId.slice(0, 36)}/stream`,
      headers: { 'last-event-id': lastId },
      ...(key ? { key } : {}),
    });
  const answered = (answerId: string) =>
    eventually(async () => {
      const events = await first.parts.events.readStream(`query-${answerId}`);
      expect(events).toHaveLength(1);
      return events[0]!.data as { degraded: string[]; outcome: string; answer: { text: string } };
    });

  it('every event has the id of its answer and its number', async () => {
    inTwoGoes();
    goOn();
    const client = await ask(ports[0]);
    await client.end();
    const start = client.parts[0] as { answerId: string };
    expect(client.ids).toEqual([1, 2, 3, 4, 5].map((n) => `${start.answerId}.${n}`));
    expect(client.answerText).toBe('one two three');
    expect(client.retryMs).toBe(1000);
  });

  it.each([0, 1])('goes on at gateway %d without loss or repetition, and is recorded once', async (replica) => {
    inTwoGoes();
    const client = await ask(ports[0], resumable);
    expect(client.response.headers['preference-applied']).toBe('resumable');
    await client.count(2);
    client.leave();
    await client.end();
    const back = await comeBack(ports[replica]!, client.lastId);
    goOn();
    await back.end();
    expect([...client.ids, ...back.ids]).toEqual([1, 2, 3, 4, 5].map((n) => `${client.lastId.slice(0, 36)}.${n}`));
    expect(client.answerText + back.answerText).toBe('one two three');
    expect(await answered(client.lastId.slice(0, 36))).toMatchObject({
      outcome: 'answered',
      degraded: [],
      answer: { text: 'one two three' },
    });
  });

  it('is there for whoever was away when it ended, from every part on, and then says that there is no more', async () => {
    inTwoGoes();
    const client = await ask(ports[0], resumable);
    await client.count(1);
    client.leave();
    goOn();
    const answerId = client.lastId.slice(0, 36);
    await answered(answerId);
    for (const port of ports) {
      for (const n of [0, 1, 2, 3, 4]) {
        const back = await comeBack(port, `${answerId}.${n}`);
        await back.end();
        expect(back.ids).toEqual([1, 2, 3, 4, 5].slice(n).map((each) => `${answerId}.${each}`));
      }
      expect((await comeBack(port, `${answerId}.5`)).status).toBe(204);
    }
  });

  it('with POST the same question comes back for the rest', async () => {
    inTwoGoes();
    const client = await ask(ports[0], resumable);
    await client.count(2);
    client.leave();
    const back = await ask(ports[1], { 'last-event-id': client.lastId });
    goOn();
    await back.end();
    expect(back.answerText).toBe('two three');
  });

  it('two who come back at the same time get the same', async () => {
    inTwoGoes();
    const client = await ask(ports[0], resumable);
    await client.count(2);
    client.leave();
    const both = await Promise.all([comeBack(ports[0], client.lastId), comeBack(ports[1], client.lastId)]);
    goOn();
    await Promise.all(both.map((each) => each.end()));
    expect(both[0].received).toEqual(both[1].received);
  });

  it('a client that left was not worked for: with GET it gets what was recorded, with POST it is asked anew', async () => {
    inTwoGoes();
    const client = await ask(ports[0]);
    await client.count(2);
    client.leave();
    await stopped.promise;
    const answerId = client.lastId.slice(0, 36);
    expect(await answered(answerId)).toMatchObject({ outcome: 'escalated', degraded: ['asker-left'] });
    for (const port of ports) {
      const back = await comeBack(port, client.lastId);
      await back.end();
      expect(back.parts).toMatchObject([{ type: 'resync', answer: { answerId, degraded: ['asker-left'] } }]);
      expect((await comeBack(port, back.lastId)).status).toBe(204);
    }
    inTwoGoes();
    goOn();
    const anew = await ask(ports[1], { 'last-event-id': client.lastId });
    await anew.end();
    expect(anew.parts[0]).toEqual({ type: 'resync', answer: null });
    expect(anew.answerText).toBe('one two three');
    expect(anew.lastId.slice(0, 36)).not.toBe(answerId);
  });

  it('an id that is too old gets the whole answer from the log, and one that nobody knows an error that says so', async () => {
    inTwoGoes();
    goOn();
    const client = await ask(ports[0], resumable);
    await client.end();
    const answerId = client.lastId.slice(0, 36);
    await forget(answerId);
    const back = await comeBack(ports[1], `${answerId}.2`);
    await back.end();
    expect(back.ids).toEqual([`${answerId}.end`]);
    const whole = (await second.inject('POST', '/query', { query: 'cancel the booking' })).json();
    expect(back.parts).toMatchObject([
      { type: 'resync', answer: { answerId, outcome: 'answered', answer: { text: 'one two three' } } },
    ]);
    expect(Object.keys((back.parts[0] as { answer: object }).answer).sort()).toEqual(Object.keys(whole).sort());

    const unknown = await comeBack(ports[1], `${answerId.slice(0, -4)}0000.2`);
    await unknown.end();
    expect(unknown.status).toBe(404);
    expect(JSON.parse(unknown.text)).toMatchObject({ code: 'not-found', detail: expect.stringContaining('ask again') });
  });

  it('whose gateway died is asked anew with POST, and an error that says so with GET', async () => {
    const answerId = uuidV7({ now: () => Date.now() - 60_000 });
    const shared = createSharedLog({ url: services.redis.url, commandTimeoutMs: 60_000 });
    await eventually(() => shared.ping());
    const text = `text-delta ${JSON.stringify({ type: 'text-delta', text: 'one ' })}`;
    await shared.append(`gateway:stream:dev:${answerId}`, [{ n: 1, text }], 60_000);
    await shared.close();
    inTwoGoes();
    goOn();
    expect((await comeBack(ports[0], `${answerId}.1`)).status).toBe(404);
    const anew = await ask(ports[1], { 'last-event-id': `${answerId}.1` });
    await anew.end();
    expect(anew.parts[0]).toEqual({ type: 'resync', answer: null });
    expect(anew.answerText).toBe('one two three');
  });

  it('that no client wants any more is stopped from whichever gateway', async () => {
    const stop = (gateway: TestGateway, answerId: string) => gateway.inject('DELETE', `/query/${answerId}/stream`);
    for (const gateway of [first, second]) {
      inTwoGoes();
      const client = await ask(ports[0], resumable);
      await client.count(2);
      const answerId = client.lastId.slice(0, 36);
      expect((await stop(gateway, answerId)).status).toBe(202);
      await stopped.promise;
      await client.end();
      expect(client.parts.at(-1)).toMatchObject({ type: 'resync', answer: { answerId, degraded: ['asker-left'] } });
    }
    expect((await stop(first, 'nonsense')).status).toBe(400);
  });

  it('is not stopped by anybody else', async () => {
    inTwoGoes();
    const client = await ask(ports[0], resumable);
    await client.count(2);
    const path = `/query/${client.lastId.slice(0, 36)}/stream`;
    for (const gateway of [first, second])
      await gateway.inject('DELETE', path, undefined, { authorization: `Bearer ${otherKey}` });
    goOn();
    await client.end();
    expect(client.answerText).toBe('one two three');
  });

  it('an answer is there only for who asked', async () => {
    inTwoGoes();
    goOn();
    const client = await ask(ports[0], resumable);
    await client.end();
    const answerId = client.lastId.slice(0, 36);
    for (const port of ports) expect((await comeBack(port, `${answerId}.2`, otherKey)).status).toBe(404);
    await forget(answerId);
    expect((await comeBack(ports[1], `${answerId}.2`, otherKey)).status).toBe(404);
  });

  it.each(['nonsense', '0.1', `${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}.-1`])(
    '400 for what is no id of ours: %s',
    async (id) => {
      expect((await ask(ports[0], { 'last-event-id': id })).status).toBe(400);
    },
  );

  it('400 for the id of another answer', async () => {
    const id = (digit: string) => `${digit.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}`;
    const path = `/query/${id('1')}/stream`;
    const client = await StreamClient.open(ports[0], { path, headers: { 'last-event-id': `${id('2')}.1` } });
    expect(client.status).toBe(400);
  });

  /** As after two minutes. */
  const forget = async (answerId: string): Promise<void> => {
    const key = `gateway:stream:dev:${answerId}`;
    const cache = createCache({ url: services.redis.url, commandTimeoutMs: 60_000 });
    const shared = createSharedLog({ url: services.redis.url, commandTimeoutMs: 60_000 });
    await eventually(() => Promise.all([cache.ping(), shared.ping()]));
    await eventually(async () => expect(await shared.after(key, 0)).toHaveLength(5));
    await shared.close();
    // What is set over a log is no log any more, and gone a second later.
    await cache.set(key, Buffer.from(''), 1);
    await eventually(async () => expect(await cache.get(key)).toBeNull());
    await cache.close();
  };
});
