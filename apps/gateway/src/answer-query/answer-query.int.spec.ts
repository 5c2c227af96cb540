import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { request } from 'node:http';
import { eventually, testBackingServices } from '#testing';
import { readCorpora } from '../assistants/corpora.js';
import {
  manifestOf,
  shortAnswer,
  startStandIn,
  startTestGateway,
  testKey,
  type Says,
  type TestGateway,
} from '../test-gateway.js';
import type { BusStrategy } from '#platform/messaging';

const services = testBackingServices({ nats: {}, database: 'pglite' });

describe('POST /query', () => {
  let gateway: TestGateway;
  /** Soon done with whom it hears nothing from. */
  let hasty: TestGateway;
  let standIns: BusStrategy[];
  let says: Says = shortAnswer;
  let emergencySays: Says = shortAnswer;
  let techSays: Says = shortAnswer;

  beforeAll(async () => {
    gateway = await startTestGateway(services, { corpora: await readCorpora() });
    standIns = await Promise.all([
      startStandIn(services, gateway, manifestOf('booking', 'booking'), (ask, context) => says(ask, context)),
      startStandIn(
        services,
        gateway,
        manifestOf('tech', 'projector', { timeouts: { answerMs: 1000 } }),
        (ask, context) => techSays(ask, context),
      ),
      startStandIn(services, gateway, manifestOf('emergency', 'fire alarm', { emergency: true }), (ask, context) =>
        emergencySays(ask, context),
      ),
    ]);
  });
  beforeAll(async () => {
    const patience = { firstWordMs: 300, emergencyMs: 100 };
    const { databaseUrl } = gateway;
    hasty = await startTestGateway(services, {
      ...{ databaseUrl, instance: 'hasty', corpora: await readCorpora(), patience },
    });
    await eventually(() =>
      expect(hasty.parts.directory.list().map(({ routed }) => routed)).toEqual([true, true, true]),
    );
  });
  afterAll(async () => {
    await Promise.all(standIns.map((standIn) => standIn.close()));
    await Promise.all([gateway.close(), hasty.close()]);
  });

  const ask = async (query: string, more: object = {}, of = gateway) =>
    (await of.inject('POST', '/query', { query, ...more })).json();
  const traceOf = async (answer: Record<string, unknown>) =>
    (await gateway.inject('GET', `/traces/${String(answer['traceId'])}`)).json<{
      events: { type: string; actor: string; data: Record<string, unknown> }[];
    }>();

  it('200: an answer with its sources, recorded in one event before it is sent', async () => {
    says = shortAnswer;
    const answer = await ask('how do I change my booking', { site: 'mill', asker: 'member', conversationId: 'c-1' });
    expect(answer).toMatchObject({
      outcome: 'answered',
      assistant: 'booking',
      answer: {
        text: 'You asked: how do I change my booking.',
        category: 'solution',
        priority: 'medium',
        escalation: null,
      },
      sources: [{ sop: 'a', version: 1 }],
      confidence: 0.9,
      cache: null,
      degraded: [],
      timings: { search: 1, total: expect.any(Number) },
    });
    const { events } = await traceOf(answer);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      type: 'query-answered',
      actor: 'dev',
      data: {
        answerId: answer['answerId'],
        site: 'mill',
        asker: 'member',
        conversationId: 'c-1',
        assistantVersion: '1.0.0',
        outcome: 'answered',
      },
    });
  });

  it('records what was asked without what identifies a person', async () => {
    const answer = await ask('change my booking, I am jo@mail.example');
    expect((await traceOf(answer)).events[0]!.data['query']).toBe('change my booking, I am [email]');
  });

  it('an assistant that breaks off: what came is passed on, a person is told, the reason stands in degraded', async () => {
    says = async function* (question) {
      for await (const part of shortAnswer(question)) {
        if (part.type === 'source-add') throw new Error('broke');
        yield part;
      }
    };
    const answer = await ask('cancel the booking');
    expect(answer).toMatchObject({
      outcome: 'escalated',
      degraded: ['assistant-failed'],
      answer: { escalation: { to: 'duty-manager' } },
    });
    expect((answer['answer'] as { text: string }).text).toMatch(
      /^You asked: cancel the booking\.\n\nThe booking assistant/,
    );
  });

  it('an assistant that hangs: an escalation at its own deadline', async () => {
    let left = Number.NaN;
    techSays = async function* (_question, { signal, deadline }) {
      left = deadline.remaining();
      yield { type: 'answer-start', assistant: 'tech', version: '1.0.0' };
      await once(signal, 'abort');
    };
    expect(await ask('cancel the projector')).toMatchObject({ outcome: 'escalated', degraded: ['assistant-timeout'] });
    expect(left).toBeLessThanOrEqual(1000);
  });

  it('an assistant that never says a word: an escalation long before its deadline', async () => {
    const stopped = Promise.withResolvers<unknown>();
    says = async function* (_question, { signal }) {
      await once(signal, 'abort');
      stopped.resolve(signal.reason);
      yield { type: 'text-delta', text: 'too late' };
    };
    const answer = await ask('cancel the booking', {}, hasty);
    expect(answer).toMatchObject({ outcome: 'escalated', degraded: ['assistant-timeout'] });
    expect(await stopped.promise).toMatchObject({ failure: { code: 'cancelled' } });
  });

  it('whatever goes to an emergency assistant that is not there gets the card, certain or not', async () => {
    emergencySays = async function* (_question, { signal }) {
      await once(signal, 'abort');
      yield { type: 'text-delta', text: 'too late' };
    };
    const answer = await ask('how do I change my booking', { site: 'summit', assistant: 'emergency' }, hasty);
    expect(answer).toMatchObject({ assistant: 'emergency', degraded: ['assistant-unavailable'] });
    expect((answer['route'] as { method: string }).method).not.toBe('emergency');
    expect((answer['answer'] as { text: string }).text).toContain('41 Ridge Road');
  });

  it('what the asker chose when asked back was answered, whatever the router made of it', async () => {
    says = shortAnswer;
    expect(await ask('who won the world cup', { assistant: 'booking' })).toMatchObject({
      outcome: 'answered',
      assistant: 'booking',
    });
  });

  it('an emergency assistant that is slower than the gateway waits: the card, and an event that says so', async () => {
    emergencySays = async function* (_question, { signal }) {
      yield { type: 'text-delta', text: 'too late' };
      await once(signal, 'abort');
    };
    const answer = await ask('there is a fire in bay 2', { site: 'summit' }, hasty);
    expect(answer).toMatchObject({
      outcome: 'escalated',
      degraded: ['assistant-unavailable'],
      route: { method: 'emergency' },
    });
    expect((answer['answer'] as { text: string }).text).toContain('41 Ridge Road');
    const { events } = await traceOf(answer);
    expect(events.find(({ type }) => type === 'emergency-raised')!.data).toMatchObject({
      answeredBy: 'card',
      site: 'summit',
    });
  });

  it('an emergency is one whatever assistant was chosen', async () => {
    emergencySays = shortAnswer;
    expect(await ask('there is a fire in bay 2', { assistant: 'booking' })).toMatchObject({ assistant: 'emergency' });
  });

  describe('what may be an emergency', () => {
    const query = 'will the smoke alarm go off if we light candles';
    const eventOf = async (answer: Record<string, unknown>) => (await traceOf(answer)).events;

    it('is answered like any question, with the card and one tap for yes or no, and recorded as suspected', async () => {
      says = shortAnswer;
      const answer = await ask(query, { site: 'summit', assistant: 'booking' });
      expect(answer).toMatchObject({
        outcome: 'answered',
        assistant: 'booking',
        emergency: {
          suspected: true,
          question: 'Is this an emergency?',
          choices: [
            { by: 'asker', name: 'confirm-emergency', data: { emergency: 'true' } },
            { by: 'asker', name: 'deny-emergency', data: { emergency: 'false' } },
          ],
          card: { priority: 'urgent', text: expect.stringContaining('41 Ridge Road') },
        },
      });
      const events = await eventOf(answer);
      expect(events.map(({ type }) => type)).toEqual(['query-answered']);
      expect(events[0]!.data['emergency']).toMatchObject({ certainty: 'suspected', told: null });
    });

    it('yes: it goes straight to the emergency assistant, and the tap stands in the record', async () => {
      emergencySays = shortAnswer;
      const answer = await ask(query, { emergency: true, assistant: 'booking' });
      expect(answer).toMatchObject({ assistant: 'emergency', emergency: null, route: { method: 'emergency' } });
      const events = await eventOf(answer);
      expect(events.map(({ type }) => type).sort()).toEqual(['emergency-raised', 'query-answered']);
      expect(events.find(({ type }) => type === 'query-answered')!.data['emergency']).toMatchObject({
        certainty: 'suspected',
        told: true,
      });
    });

    it('yes is enough, whatever the words', async () => {
      const answer = await ask('cancel the booking', { emergency: true });
      expect(answer).toMatchObject({ assistant: 'emergency', route: { method: 'emergency' } });
    });

    it('no: it is answered without asking again, and the tap stands in the record', async () => {
      says = shortAnswer;
      const answer = await ask(query, { emergency: false, assistant: 'booking' });
      expect(answer).toMatchObject({ assistant: 'booking', emergency: null });
      expect((await eventOf(answer))[0]!.data['emergency']).toMatchObject({ certainty: 'suspected', told: false });
    });

    it('no does not unmake a certain one', async () => {
      expect(await ask('there is a fire in bay 2', { emergency: false })).toMatchObject({ assistant: 'emergency' });
    });
  });

  it('a client that leaves: its assistant is told to stop, and the query is recorded', async () => {
    const port = await listeningPort(gateway);
    const stopped = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<string>();
    says = async function* (question, { signal }) {
      begun.resolve(question.answerId);
      yield { type: 'text-delta', text: 'one' };
      await once(signal, 'abort');
      stopped.resolve();
    };
    const headers = {
      authorization: `Bearer ${testKey}`,
      'content-type': 'application/json',
      accept: 'text/event-stream',
    };
    const client = request({ port, path: '/query', method: 'POST', headers }).on('error', () => undefined);
    client.end(JSON.stringify({ query: 'cancel the booking' }));
    const answerId = await begun.promise;
    client.destroy();
    await stopped.promise;
    await eventually(async () => {
      const [event] = await gateway.parts.events.readStream(`query-${answerId}`);
      expect(event?.data).toMatchObject({ degraded: ['asker-left'] });
    });
  });
});

let port: Promise<number> | undefined;
const listeningPort = (gateway: TestGateway): Promise<number> =>
  (port ??= gateway.app.listen(0, '127.0.0.1').then(async () => Number(new URL(await gateway.app.getUrl()).port)));
