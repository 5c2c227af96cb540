import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { resolve } from 'node:path';
import {
  announceManifest,
  announcePresence,
  answerQuery,
  knowledgeService,
  manifestSchema,
  readKnowledgeStates,
  type AnswerPart,
  type Ask,
  type Manifest,
} from '#contracts';
import { logMigrations, logSchema } from '#event-store';
import { createLogger } from '#platform/logging';
import { migrate } from '#platform/database';
import { BusStrategy, MessageBus, type BusContext } from '#platform/messaging';
import { eventually, type TestBackingServices } from '#testing';
import type { Corpora } from './assistants/corpora.js';
import { closeGateway, createGateway } from './create-gateway.js';
import { gatewayMigrations, gatewaySchema } from './migrations/gateway-migrations.js';
import { openGateway, type OpenGateway } from './open-gateway.js';
import { usualPatience, type Patience } from './patience.js';
import type { GatewaySettings } from './settings.js';

const principalSecret = 'a secret that only these specs know, all of them';
/** Little, so that it is learned in a moment. */
const testCorpora = {
  offTopic: [
    'what is the weather like',
    'who won the world cup',
    'write a poem about the sea',
    'capital of mongolia',
    'best pizza in town',
  ],
};
const presenceEveryMs = 2000;

/** Waits for everything as long as it takes, so that a busy machine changes no answer; what hangs ends with its test. */
const endlessPatience: Patience = Object.fromEntries(
  Object.keys(usualPatience).map((name) => [name, 120_000]),
) as unknown as Patience;

export const testKey = `club_test_${'k'.repeat(43)}`;

const logger = createLogger({ service: 'test', instance: 'spec', level: 'fatal' });

/** A whole gateway on real NATS and PGlite, with assistants that say what a spec tells them to. */
export interface TestGateway {
  readonly databaseUrl: string;
  readonly app: NestFastifyApplication;
  readonly parts: OpenGateway;
  inject(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<InjectedResponse>;
  close(): Promise<void>;
}

export interface InjectedResponse {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  json<T = Record<string, unknown>>(): T;
}

export interface TestGatewayOptions {
  /** That of another gateway, whose replica this one is. */
  readonly databaseUrl?: string;
  readonly instance?: string;
  /** A folder of labeled questions. */
  readonly questions?: string;
  /** What is learned beside the examples; a little when it is not said. */
  readonly corpora?: Corpora;
  /** Where Redis is; at an address where there is none when it is not said. */
  readonly redisUrl?: string;
  /** Where less than endless patience is what is tested. */
  readonly patience?: Partial<Patience>;
  /** Settings that are not those of the other specs. */
  readonly settings?: Partial<GatewaySettings>;
}

async function migratedDatabase(services: TestBackingServices): Promise<string> {
  const url = await services.freshDatabase();
  await migrate({ url, schema: logSchema, migrations: logMigrations });
  await migrate({ url, schema: gatewaySchema, migrations: gatewayMigrations });
  return url;
}

/** Patient, so that a busy machine changes no answer. */
const settingsOf = (
  services: TestBackingServices,
  databaseUrl: string,
  { instance, questions, redisUrl, settings }: Omit<TestGatewayOptions, 'patience'> & { readonly instance: string },
): GatewaySettings => ({
  INSTANCE_ID: instance,
  ROUTING_QUESTIONS: questions,
  LOG_LEVEL: 'fatal' as const,
  NATS_URL: services.nats.url,
  PRINCIPAL_SECRET: principalSecret,
  DATABASE_URL: databaseUrl,
  DATABASE_CONNECTIONS: 4,
  CLUB_FILE: resolve(import.meta.dirname, '../../../club/club.yaml'),
  PORT: 0,
  DEV_API_KEY: testKey,
  LEARNING_MINUTES: 0,
  LEARNING_VOICES: 2,
  ANSWER_DEADLINE_MS: 50_000,
  CACHE_ENTRIES: 1000,
  CACHE_BYTES: 32_000_000,
  CACHE_CHECK_EVERY: 0,
  REDIS_URL: redisUrl ?? 'redis://127.0.0.1:1',
  MAX_QUERIES: 1000,
  OVERLOAD_ANSWER_MS: 10_000,
  MAX_STREAMS: 2000,
  MAX_STREAMS_PER_KEY: 1000,
  STREAM_HEARTBEAT_MS: 5000,
  STREAM_PATIENCE_MS: 120_000,
  STREAM_DRAIN_MS: 1000,
  ...settings,
});

export async function startTestGateway(
  services: TestBackingServices,
  {
    databaseUrl: given,
    instance = 'gateway-under-test',
    corpora = testCorpora,
    patience,
    ...more
  }: TestGatewayOptions = {},
): Promise<TestGateway> {
  const databaseUrl = given ?? (await migratedDatabase(services));
  const settings = settingsOf(services, databaseUrl, { ...more, instance });
  const parts = await openGateway(settings, logger, corpora, { ...endlessPatience, ...patience });
  const app = await createGateway(parts);
  return {
    databaseUrl,
    app,
    parts,
    inject: async (method, url, body, headers = {}) => {
      const payload = body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' };
      const response = await app.inject({
        method,
        url,
        headers: { authorization: `Bearer ${testKey}`, ...payload, ...headers },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return {
        status: response.statusCode,
        headers: response.headers,
        text: response.body,
        json: () => response.json(),
      };
    },
    close: async () => {
      await parts.streams.drain();
      await closeGateway(app, settings.STREAM_DRAIN_MS);
      await parts.close();
    },
  };
}

/** What a stand-in assistant says to a query. */
export type Says = (ask: Ask, context: BusContext) => AsyncIterable<AnswerPart>;

/** An assistant on the bus that announces itself and says what it is told to; resolves once the gateway routes to it. */
export async function startStandIn(
  services: TestBackingServices,
  gateway: TestGateway,
  manifest: Manifest,
  says: Says,
  composer?: string,
): Promise<BusStrategy> {
  const bus = await MessageBus.connect({
    url: services.nats.url,
    service: manifest.id,
    instance: `${manifest.id}-1`,
    principalSecret,
    logger,
  });
  const manifestHash = manifest.version;
  const presence = setInterval(
    () => bus.announce(announcePresence, { instance: bus.identity.instance, manifestHash, composer }),
    presenceEveryMs,
  );
  const strategy = new BusStrategy({ bus });
  bus.onStatus((status) => status === 'closed' && clearInterval(presence));
  strategy.onStream(answerQuery, says);
  await new Promise<void>((done, failed) => strategy.listen((error) => (error ? failed(error) : done())));
  bus.announce(announceManifest, { instance: bus.identity.instance, manifest, manifestHash, composer });
  // The router learns it first, which takes a busy machine its time.
  await eventually(isRouted, { within: 300_000 });
  return strategy;

  function isRouted(): void {
    const state = gateway.parts.directory.list().find(({ id }) => id === manifest.id);
    if (!state?.routed) throw new Error(`${manifest.id} is not routed to: ${JSON.stringify(state)}`);
  }
}

/** Knowledge as far as the gateway's cache asks it: which state each scope is in. */
export async function startStandInKnowledge(
  services: TestBackingServices,
  states: () => Record<string, string> | Promise<Record<string, string>>,
): Promise<BusStrategy> {
  const bus = await MessageBus.connect({
    url: services.nats.url,
    service: knowledgeService,
    instance: 'knowledge-1',
    principalSecret,
    logger,
  });
  const strategy = new BusStrategy({ bus });
  strategy.onRequest(readKnowledgeStates, async () => ({ states: await states() }));
  await new Promise<void>((done, failed) => strategy.listen((error) => (error ? failed(error) : done())));
  await bus.flush();
  return strategy;
}

/** A manifest for a stand-in, with examples enough to be learned. */
export const manifestOf = (id: string, topic: string, more: Partial<Manifest> = {}): Manifest =>
  manifestSchema.parse({
    id,
    version: '1.0.0',
    label: id,
    answers: `everything about a ${topic}, as far as it goes`,
    keywords: [{ phrase: topic, weight: 3 }],
    examples: [
      'how do I change my',
      'what does it cost to have a',
      'cancel the',
      'there is a problem with my',
      'customer asks about the',
      'tell me about the',
    ].map((start) => `${start} ${topic}`),
    sites: [],
    timeouts: { answerMs: 40_000 },
    ...more,
  });

/** A short whole answer with one source. */
export async function* shortAnswer(ask: Ask): AsyncGenerator<AnswerPart> {
  await Promise.resolve();
  yield { type: 'answer-start', assistant: 'booking', version: '1.0.0' };
  yield { type: 'text-delta', text: `You asked: ${ask.query}.` };
  yield {
    type: 'source-add',
    source: { sop: 'a', version: 1, title: 'A', heading: 'B', quote: 'c', start: 0, end: 1 },
  };
  yield {
    type: 'answer-end',
    category: 'solution',
    priority: 'medium',
    confidence: 0.9,
    composedBy: 'extractive',
    degraded: [],
    timings: { search: 1 },
  };
}
