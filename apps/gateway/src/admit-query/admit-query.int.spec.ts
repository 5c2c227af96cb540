import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { problemSchema } from '#contracts';
import type { BusStrategy } from '#platform/messaging';
import { eventually, testBackingServices } from '#testing';
import {
  manifestOf,
  shortAnswer,
  startStandIn,
  startStandInKnowledge,
  startTestGateway,
  type InjectedResponse,
  type Says,
  type TestGateway,
} from '../test-gateway.js';
import { readCorpora } from '../assistants/corpora.js';
import { partsSaying } from '../response-cache/test-answers.js';

const services = testBackingServices({ nats: {}, database: 'pglite' });

describe('a gateway that has enough to do', () => {
  let gateway: TestGateway;
  let standIns: BusStrategy[];
  let release: () => void;
  let held: Promise<void>;

  const heldAnswer: Says = async function* (ask) {
    await held;
    yield* partsSaying(`You asked: ${ask.query}.`, { knowledge: 'state 1' });
  };

  beforeAll(async () => {
    gateway = await startTestGateway(services, { settings: { MAX_QUERIES: 1 }, corpora: await readCorpora() });
    standIns = [
      await startStandInKnowledge(services, () => ({ booking: 'state 1' })),
      await startStandIn(services, gateway, manifestOf('booking', 'booking'), heldAnswer, 'c1'),
      await startStandIn(services, gateway, manifestOf('emergency', 'fire alarm', { emergency: true }), shortAnswer),
    ];
  });
  afterAll(async () => {
    await Promise.all(standIns.map((standIn) => standIn.close()));
    await gateway.close();
  });
  beforeEach(() => {
    held = new Promise((resolve) => (release = resolve));
  });

  const inFlight = () => gateway.parts.gate.statistics().inFlight;

  let asked = 0;

  /** Asks what is answered when it is released, and waits until it is inside. */
  async function askFirst(): Promise<{ readonly answered: Promise<InjectedResponse> }> {
    // One that was asked before would be answered from memory.
    const query = `how do I change my booking ${'again '.repeat(asked++)}`;
    const answered = gateway.inject('POST', '/query', { query, assistant: 'booking' });
    await eventually(() => expect(inFlight()).toBe(1));
    return { answered };
  }

  /** Asks while another question is being answered, and lets that one end. */
  async function askBeside(body: unknown, headers: Record<string, string> = {}): Promise<InjectedResponse> {
    const first = await askFirst();
    const second = await gateway.inject('POST', '/query', body, headers);
    release();
    expect((await first.answered).status).toBe(200);
    await eventually(() => expect(inFlight()).toBe(0));
    return second;
  }

  it('503: turns a question away at once, and says when to come again', async () => {
    const { status, headers, json } = await askBeside({ query: 'cancel the booking' });
    expect(status).toBe(503);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(['1', '2', '3']).toContain(headers['retry-after']);
    expect(json()).toMatchObject({ code: 'overloaded', status: 503, traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    const ready = await gateway.inject('GET', '/health/ready');
    expect(ready.status).toBe(200);
    expect(ready.text).toContain('turned away');
  });

  it('503: turns a stream away as well', async () => {
    const { status } = await askBeside({ query: 'cancel the booking' }, { accept: 'text/event-stream' });
    expect(status).toBe(503);
  });

  it('turns away before it looks at the key', async () => {
    const { status } = await askBeside({ query: 'cancel the booking' }, { authorization: 'Bearer nobody-has-this' });
    expect(status).toBe(503);
  });

  it.each([{ query: 'the lobby is on fire' }, { query: 'come quickly', emergency: true }])(
    '200: answers an emergency: %j',
    async (body) => {
      const { status, json } = await askBeside(body);
      expect(status).toBe(200);
      expect(json()).toMatchObject({ route: { method: 'emergency' }, outcome: 'answered' });
    },
  );

  it('turns away what may be an emergency only with the card, and lets in whoever says that it is one', async () => {
    const query = 'will the smoke alarm go off if we light candles';
    const beyond = { query, site: 'mill', assistant: 'booking' };
    const first = await askFirst();
    const inside = [gateway.inject('POST', '/query', beyond), gateway.inject('POST', '/query', beyond)];
    await eventually(() => expect(inFlight()).toBe(3));
    const turnedAway = await gateway.inject('POST', '/query', beyond);
    expect(turnedAway.status).toBe(503);
    const { emergency } = problemSchema.parse(turnedAway.json());
    expect(emergency).toMatchObject({ suspected: true, card: { text: expect.stringContaining('911') } });
    const told = await gateway.inject('POST', '/query', { ...beyond, emergency: true });
    expect(told.json()).toMatchObject({ route: { method: 'emergency' } });
    release();
    for (const { status } of await Promise.all([first.answered, ...inside])) expect(status).toBe(200);
    await eventually(() => expect(inFlight()).toBe(0));
  });

  it('200: answers what was answered from memory before, to whoever has a key', async () => {
    release();
    const query = 'cancel the booking';
    for (const cache of [null, 'L1']) {
      const { json } = await gateway.inject('POST', '/query', { query });
      expect(json()).toMatchObject({ outcome: 'answered', cache });
    }
    held = new Promise((resolve) => (release = resolve));
    const { status, json } = await askBeside({ query });
    expect(status).toBe(200);
    expect(json()).toMatchObject({ cache: 'L1' });
    held = new Promise((resolve) => (release = resolve));
    const stranger = await askBeside({ query }, { authorization: 'Bearer nobody-has-this' });
    expect(stranger.status).toBe(503);
  });

  it('turns nothing else away', async () => {
    const first = gateway.inject('POST', '/query', { query: 'change my booking for me' });
    await eventually(() => expect(inFlight()).toBe(1));
    expect((await gateway.inject('GET', '/assistants')).status).toBe(200);
    release();
    await first;
  });
});
