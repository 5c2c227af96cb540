import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MemoryLedger, type EmbedderSettings, type OpenLedger } from '#ai';
import { getSop, listSops, publishSop, readKnowledgeStates, searchKnowledge, type Club } from '#contracts';
import { Deadline, newTraceContext, type Result } from '#kernel';
import { createCache } from '#platform/cache';
import { createLogger } from '#platform/logging';
import { MessageBus, type Call } from '#platform/messaging';
import { releaseOf } from '#platform/release';
import { eventually, testBackingServices } from '#testing';
import { KnowledgeService, type KnowledgeSurroundings } from './knowledge-service.js';
import { KnowledgeStates } from './search-knowledge/knowledge-states.js';
import { connect, migrateKnowledge, openKnowledge } from './testing/open-knowledge.js';
import { sopMarkdown } from './testing/sop-markdown.js';

const services = testBackingServices({ database: 'pglite', nats: {}, redis: true });
const principalSecret = 'a secret of the specs that is long enough';
const logger = createLogger({ service: 'knowledge', instance: 'spec', level: 'silent' });
const site = { address: 'a', phone: '1', aliases: [], assemblyPoint: 'b', aed: 'c' };
const club: Club = {
  id: 'club',
  name: 'Club',
  timezone: 'America/New_York',
  phones: { emergency: '911', dutyManager: '2', desk: '3' },
  sites: ['harbor', 'mill', 'summit'].map((id) => ({ ...site, id, name: id })),
};
const embedding: EmbedderSettings = {
  EMBEDDING_MODEL: 'text-embedding-3-small',
  EMBEDDING_PRICE: 0.02,
  EMBEDDING_BUDGET_PER_DAY: 1,
};
const spending: OpenLedger = { ledger: new MemoryLedger(0), close: () => Promise.resolve() };

let client: MessageBus;
let service: KnowledgeService;
let databaseUrl: string;

const join = (name: string) =>
  MessageBus.connect({ url: services.nats.url, service: name, instance: 'spec', principalSecret, logger });
const start = async (changes: Partial<KnowledgeSurroundings> = {}): Promise<KnowledgeService> =>
  KnowledgeService.start({
    bus: await join('knowledge'),
    database: connect(databaseUrl),
    club,
    logger,
    embedding,
    spending,
    healthPort: 0,
    ...changes,
  });

beforeEach(async () => {
  databaseUrl = await services.freshDatabase();
  await migrateKnowledge(databaseUrl);
  client = await join('gateway');
  service = await start();
});
afterEach(async () => {
  await service.stop();
  await client.drain();
});

const call = (): Call => ({
  deadline: Deadline.in(20_000),
  trace: newTraceContext(),
  principal: { id: 'ann', kind: 'staff' },
  requestId: 'request-1',
});
const publish = (id: string, baseVersion = 0, title = `About ${id}`) =>
  client.request(
    publishSop,
    'knowledge',
    { id, markdown: sopMarkdown({ id, title }), baseVersion, actor: 'staff:ann' },
    call(),
  );
const search = (query: string, more: object = {}) =>
  client.request(searchKnowledge, 'knowledge', { query, assistant: 'tech', ...more }, call());
const first = async (query: string) => {
  const result = await search(query);
  if (!result.ok) throw new Error(result.error.message);
  return { degraded: result.value.degraded, ...result.value.passages[0] };
};
const code = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code);
const ready = async () => {
  const response = await fetch(`http://127.0.0.1:${service.healthPort}/health/ready`);
  return { status: response.status, ...((await response.json()) as { checks: Record<string, string> }) };
};

describe('over the bus', () => {
  test('an SOP is published, found, listed and read', async () => {
    const published = await publish('wifi');
    expect(published).toMatchObject({ ok: true, value: { changed: true, sop: { id: 'wifi', version: 1 } } });
    const found = await search('tell me about wifi');
    expect(found).toMatchObject({
      ok: true,
      value: { knowledgeVersion: 1, degraded: [] },
    });
    expect(await client.request(listSops, 'knowledge', {}, call())).toMatchObject({
      ok: true,
      value: { sops: [{ id: 'wifi', assistant: 'tech', sites: ['harbor', 'mill', 'summit'] }] },
    });
    const read = await client.request(getSop, 'knowledge', { id: 'wifi', version: 1 }, call());
    if (!read.ok || !found.ok) throw new Error('It was not read.');
    const { markdown, bodyStart } = read.value;
    const { sop, start: from, end, text } = found.value.passages[0]!;
    expect(sop).toBe('wifi');
    expect(markdown.slice(bodyStart + from, bodyStart + end)).toBe(text);
  });

  test('what was published is found by the next search', async () => {
    await publish('wifi');
    await search('warm up');
    await publish('zzyzx');
    expect(await first('zzyzx')).toMatchObject({ sop: 'zzyzx' });
  });

  test('the states are named by the code that runs', async () => {
    await publish('wifi');
    const said = await client.request(readKnowledgeStates, 'knowledge', {}, call());
    const database = connect(databaseUrl);
    const { embedderId, analyzerId } = openKnowledge(database).indexer;
    const release = releaseOf([new URL('./', import.meta.url)]);
    const states = await new KnowledgeStates(database, release, [embedderId, analyzerId]).read();
    await database.close();
    expect(said).toEqual({ ok: true, value: { states, goodForMs: 50 } });
  });

  test('no publication is acknowledged while a reading of the states from before it may be good', async () => {
    await publish('wifi');
    const said = await client.request(readKnowledgeStates, 'knowledge', {}, call());
    const goodForMs = said.ok ? said.value.goodForMs! : NaN;
    expect(goodForMs).toBeGreaterThan(0);
    // Nothing new takes the least time, and may be new since a moment ago.
    for (let time = 0; time < 5; time += 1) {
      const sent = performance.now();
      expect(await publish('wifi')).toMatchObject({ ok: true, value: { changed: false } });
      expect(performance.now() - sent).toBeGreaterThan(goodForMs);
    }
  });

  test('every refusal keeps its code, its sentence and its places', async () => {
    await publish('wifi');
    expect(await publish('wifi', 7, 'New')).toMatchObject({
      ok: false,
      error: { code: 'version-conflict', message: 'The current version is 1; this was based on version 7.' },
    });
    const markdown = sopMarkdown({ id: 'other', sites: ['moon'] });
    const refused = await client.request(
      publishSop,
      'knowledge',
      { id: 'wifi', markdown, baseVersion: 1, actor: 'a' },
      call(),
    );
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'content-refused', places: [{ path: 'frontMatter.id' }, { path: 'frontMatter.sites.0' }] },
    });
    expect(code(await client.request(getSop, 'knowledge', { id: 'nothing' }, call()))).toBe('not-found');
    expect(code(await client.request(getSop, 'knowledge', { id: 'wifi', version: 9 }, call()))).toBe('not-found');
    expect(code(await search('wifi', { site: 'moon' }))).toBe('unknown-site');
  });

  test('an instance that stops finishes what it was asked', async () => {
    await publish('wifi');
    const other = await start();
    const asked = Array.from({ length: 40 }, () => search('tell me about wifi'));
    const stopped = service.stop();
    expect(new Set((await Promise.all(asked)).map(code))).toEqual(new Set(['ok']));
    await stopped;
    expect(code(await search('wifi'))).toBe('ok');
    service = other;
  });
});

describe('its health', () => {
  test('is that of the bus and the database, and says when one is away', async () => {
    await eventually(async () =>
      expect(await ready()).toMatchObject({ status: 200, checks: { bus: 'ok', database: 'ok' } }),
    );
    services.database.kill('SIGKILL');
    await services.database.exited;
    await eventually(async () => expect((await ready()).status).toBe(503));
    await services.database.restart();
    databaseUrl = services.database.url;
    await migrateKnowledge(databaseUrl);
    await eventually(async () => expect((await ready()).status).toBe(200));
  });

  test('does not need the cache', async () => {
    await service.stop();
    service = await start({ cache: createCache({ url: 'redis://127.0.0.1:1' }) });
    await eventually(async () => {
      const { status, checks } = await ready();
      expect(status).toBe(200);
      expect(checks['cache']).not.toBe('ok');
    });
  });
});

describe('with a provider of embeddings', () => {
  let ledger: MemoryLedger;
  let provider: Server;
  let asked: number;
  let works: boolean;

  beforeEach(async () => {
    asked = 0;
    works = true;
    provider = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        asked += 1;
        if (!works) return void response.writeHead(500).end();
        const { input } = JSON.parse(Buffer.concat(chunks).toString()) as { input: string[] };
        const data = input.map((text, index) => {
          const vector = new Float32Array(384).fill(0.01);
          vector[text.length % 384] = 1;
          return { object: 'embedding', index, embedding: Buffer.from(vector.buffer).toString('base64') };
        });
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ object: 'list', data }));
      });
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    await service.stop();
    ledger = new MemoryLedger(1_000_000);
    const url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/v1`;
    service = await start({
      embedding: { ...embedding, OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: url },
      cache: createCache({ url: services.redis.url, commandTimeoutMs: 60_000 }),
      spending: { ledger, close: () => Promise.resolve() },
    });
    await eventually(async () => expect((await ready()).checks['cache']).toBe('ok'));
  });
  afterEach(async () => {
    provider.closeAllConnections();
    await new Promise((resolve) => provider.close(resolve));
  });

  test('the same question asks it once', async () => {
    await publish('wifi');
    asked = 0;
    await search('a question of its own');
    expect(asked).toBe(1);
    await eventually(async () => {
      asked = 0;
      expect(await search('a question of its own')).toMatchObject({ ok: true, value: { degraded: [] } });
      expect(asked).toBe(0);
    });
  });

  test('that fails, SOPs are still published and found by their words, and the reply says so', async () => {
    works = false;
    expect(await publish('wifi')).toMatchObject({ ok: true, value: { changed: true } });
    expect(await first('about wifi')).toMatchObject({
      degraded: ['embedding-unavailable'],
      sop: 'wifi',
      similarity: 0,
    });
  });

  test('whose budget is used up is not asked, and readiness says so', async () => {
    await publish('wifi');
    await ledger.reserve(1_000_000 - ledger.spent);
    asked = 0;
    expect(await first('about wifi')).toMatchObject({ degraded: ['embedding-unavailable'], sop: 'wifi' });
    const report = await ready();
    expect([asked, report.status]).toEqual([0, 200]);
    expect(report.checks['embedding budget']).toContain('used up until midnight UTC');
  });
});

afterAll(() => logger.flush());
