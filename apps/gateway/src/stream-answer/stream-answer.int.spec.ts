import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { startNginx, type BackingService } from '#backing-services';
import type { AnswerPart } from '#contracts';
import type { BusStrategy } from '#platform/messaging';
import { eventually, testBackingServices } from '#testing';
import type { GatewaySettings } from '../settings.js';
import {
  manifestOf,
  shortAnswer,
  startStandIn,
  startTestGateway,
  type Says,
  type TestGateway,
} from '../test-gateway.js';
import { StreamClient } from './test-client.js';

const services = testBackingServices({ nats: {}, redis: true, database: 'pglite' });

const end: AnswerPart = {
  type: 'answer-end',
  category: 'solution',
  priority: 'medium',
  confidence: 0.9,
  composedBy: 'extractive',
  degraded: [],
  timings: {},
};

describe('a stream', () => {
  const gateways: TestGateway[] = [];
  let home: TestGateway;
  let port: number;
  let standIn: BusStrategy;
  let emergency: BusStrategy;
  let goOn: () => void;
  let stopped: PromiseWithResolvers<void>;
  let says: Says;
  let count = 0;

  /** Another gateway beside the first one, listening. */
  const open = async (settings: Partial<GatewaySettings> = {}, redisUrl = services.redis.url) => {
    const instance = `gateway-${(count += 1)}`;
    const databaseUrl = home ? { databaseUrl: home.databaseUrl } : {};
    const gateway = await startTestGateway(services, { instance, redisUrl, settings, ...databaseUrl });
    gateways.push(gateway);
    await gateway.app.listen(0, '127.0.0.1');
    return { gateway, port: Number(new URL(await gateway.app.getUrl()).port) };
  };
  const routed = (gateway: TestGateway) =>
    eventually(() => expect(gateway.parts.directory.list().filter((each) => each.routed)).toHaveLength(2));

  beforeAll(async () => {
    ({ gateway: home, port } = await open());
    standIn = await startStandIn(
      services,
      home,
      manifestOf('booking', 'booking', { timeouts: { answerMs: 2800 } }),
      (ask, context) => says(ask, context),
    );
    emergency = await startStandIn(services, home, manifestOf('emergency', 'fire', { emergency: true }), shortAnswer);
  });
  afterAll(async () => {
    await Promise.all([standIn.close(), emergency.close()]);
    await Promise.all(gateways.map((gateway) => gateway.close()));
  });

  /** "one two", waiting before "two" until it is told to go on. */
  beforeEach(() => {
    const gate = Promise.withResolvers<void>();
    goOn = () => gate.resolve();
    stopped = Promise.withResolvers<void>();
    says = async function* (_ask, { signal }) {
      yield { type: 'answer-start', assistant: 'booking', version: '1.0.0' };
      yield { type: 'text-delta', text: 'one ' };
      await Promise.race([gate.promise, once(signal, 'abort')]);
      if (signal.aborted) return stopped.resolve();
      yield { type: 'text-delta', text: 'two' };
      yield end;
    };
  });

  const ask = (at: number, headers: Record<string, string> = {}, query = 'cancel the booking') =>
    StreamClient.open(at, { query, headers });
  const resumable = { prefer: 'resumable' };
  const comeBack = (at: number, id: string) =>
    StreamClient.open(at, { path: `/query/${id.slice(0, 36)}/stream`, headers: { 'last-event-id': id } });
  const recorded = (client: StreamClient) =>
    eventually(async () => {
      const events = await home.parts.events.readStream(`query-${client.lastId.slice(0, 36)}`);
      expect(events).toHaveLength(1);
      return events[0]!.data as { outcome: string; degraded: string[] };
    });

  describe('behind nginx', () => {
    let nginx: BackingService;
    afterEach(() => nginx.stop());

    it('comes word by word, and lives through silence', async () => {
      const beating = await open({ STREAM_HEARTBEAT_MS: 100 });
      await routed(beating.gateway);
      nginx = await startNginx({ upstreams: [beating.port], location: 'proxy_read_timeout 1s;' });
      const client = await ask(nginx.port);
      // Nothing but nginx's own timeout ends a stream that is silent for so long.
      await eventually(() => expect(client.text.match(/^:$/gm)?.length).toBeGreaterThan(14));
      expect(client.answerText).toBe('one ');
      goOn();
      await client.end();
      expect(client.answerText).toBe('one two');
      expect(client.parts.at(-1)).toMatchObject({ type: 'answer-end', outcome: 'answered' });
    });

    it('a client that leaves stops the work', async () => {
      nginx = await startNginx({ upstreams: [port] });
      const client = await ask(nginx.port);
      await client.count(2);
      client.leave();
      await stopped.promise;
      expect(await recorded(client)).toMatchObject({ degraded: ['asker-left'] });
    });

    it('is resumed at whichever gateway the proxy chooses', async () => {
      const other = await open();
      await routed(other.gateway);
      nginx = await startNginx({ upstreams: [port, other.port] });
      const client = await ask(nginx.port, resumable);
      await client.count(2);
      client.leave();
      const back = await Promise.all([comeBack(nginx.port, client.lastId), comeBack(nginx.port, client.lastId)]);
      goOn();
      await Promise.all(back.map((each) => each.end()));
      expect(back.map((each) => each.answerText)).toEqual(['two', 'two']);
      expect(await recorded(client)).toMatchObject({ outcome: 'answered', degraded: [] });
    });
  });

  it('is refused beyond what a key may have open, with when to try again; an emergency never is', async () => {
    const small = await open({ MAX_STREAMS_PER_KEY: 2 });
    await routed(small.gateway);
    const clients = [await ask(small.port), await ask(small.port, resumable)];
    const refused = await ask(small.port);
    expect([refused.status, refused.response.headers['retry-after']]).toEqual([429, '1']);
    // A client that said it comes back holds its place while its answer is worked on.
    clients[1]!.leave();
    await clients[1]!.end();
    expect((await ask(small.port)).status).toBe(429);
    expect((await comeBack(small.port, clients[0]!.lastId)).status).toBe(429);
    const urgent = await ask(small.port, {}, 'there is a fire in bay 2');
    expect(urgent.status).toBe(200);
    const json = { accept: 'application/json' };
    goOn();
    expect((await ask(small.port, json)).status).toBe(200);
    await clients[0]!.end();
    await eventually(async () => expect((await ask(small.port)).status).toBe(200));
  });

  it('is refused beyond what a gateway may have open', async () => {
    const small = await open({ MAX_STREAMS: 1 });
    await routed(small.gateway);
    const client = await ask(small.port);
    const refused = await ask(small.port);
    expect([refused.status, refused.response.headers['retry-after']]).toEqual([503, '1']);
    goOn();
    await client.end();
  });

  it('without Redis is whole, says that it resumes at its own gateway only, and does', async () => {
    const [here, there] = [await open({}, 'redis://127.0.0.1:1'), await open({}, 'redis://127.0.0.1:1')];
    await routed(here.gateway);
    const client = await ask(here.port, resumable);
    await client.count(2);
    client.leave();
    const early = await comeBack(there.port, client.lastId);
    expect(early.status).toBe(503);
    const back = await comeBack(here.port, client.lastId);
    goOn();
    await back.end();
    expect(back.answerText).toBe('two');
    expect(back.parts.at(-1)).toMatchObject({ outcome: 'answered', degraded: ['resume-here-only'] });
    expect(await recorded(client)).toMatchObject({ outcome: 'answered', degraded: [] });
    const late = await comeBack(there.port, client.lastId);
    await late.end();
    expect(late.parts).toMatchObject([{ type: 'resync', answer: { answer: { text: 'one two' } } }]);
    const { checks } = (await here.gateway.inject('GET', '/health/ready')).json<{ checks: unknown }>();
    expect(JSON.stringify(checks)).toContain('streams resume anywhere');
  });

  describe('when its gateway stops', () => {
    it('ends by itself as long as there is time, and no other begins', async () => {
      const leaving = await open({ STREAM_DRAIN_MS: 60_000 });
      await routed(leaving.gateway);
      const client = await ask(leaving.port);
      await client.count(2);
      const drained = leaving.gateway.parts.streams.drain();
      expect((await ask(leaving.port)).status).toBe(503);
      goOn();
      await client.end();
      await drained;
      expect(client.answerText).toBe('one two');
    });

    it('ends at once when there is no more time: a person is named, and it is recorded', async () => {
      const leaving = await open({ STREAM_DRAIN_MS: 1 });
      await routed(leaving.gateway);
      const client = await ask(leaving.port);
      await client.count(2);
      await leaving.gateway.parts.streams.drain();
      await client.end();
      expect(client.parts.at(-1)).toMatchObject({ type: 'answer-end', outcome: 'escalated' });
      expect(client.parts.at(-1)).toMatchObject({ degraded: ['assistant-unavailable'] });
      expect(await recorded(client)).toMatchObject({ degraded: ['assistant-unavailable'] });
      await stopped.promise;
    });

    it('that of another gateway’s answer goes on elsewhere', async () => {
      const leaving = await open({ STREAM_DRAIN_MS: 1 });
      const client = await ask(port, resumable);
      await client.count(2);
      client.leave();
      const back = await comeBack(leaving.port, `${client.lastId.slice(0, 36)}.1`);
      await back.count(1);
      await leaving.gateway.parts.streams.drain();
      await back.end();
      expect(back.parts.at(-1)).toEqual({ type: 'reconnect' });
      expect(back.retryMs).toBe(200);
      const again = await comeBack(port, back.lastId);
      goOn();
      await again.end();
      expect(back.answerText + again.answerText).toBe('one two');
    });
  });
});
