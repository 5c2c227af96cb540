import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Deadline } from '#kernel';
import { MemoryLedger } from '../budget/spending-ledger.js';
import { embedderOf, type EmbedderSettings } from './embedder-settings.js';
import { OpenAiEmbedder } from './openai-embedder.js';

interface Asked {
  readonly model: string;
  readonly input: string[];
  readonly dimensions: number;
  readonly encoding_format?: string;
}

/** The first number says which text it was. */
const vectorFor = (text: string): Float32Array => {
  const vector = new Float32Array(384);
  vector[0] = text.length;
  vector[1] = 1;
  return vector;
};

const base64 = (vector: Float32Array): string => Buffer.from(vector.buffer).toString('base64');

/** The reply of the real API, in whichever encoding was asked for, and not in the order of the texts. */
const embeddings = ({ input, encoding_format: format }: Asked) => ({
  object: 'list',
  model: 'text-embedding-3-small',
  usage: { prompt_tokens: 5, total_tokens: 5 },
  data: input
    .map((text, index) => ({
      object: 'embedding',
      index,
      embedding: format === 'base64' ? base64(vectorFor(text)) : [...vectorFor(text)],
    }))
    .reverse(),
});

/** Millionths of a dollar. */
const budget = 1_000_000;

describe('OpenAiEmbedder', () => {
  let server: Server;
  let asked: { url: string | undefined; authorization: string | undefined; body: Asked }[];
  let reply: (body: Asked, response: ServerResponse, request: IncomingMessage) => void;
  let embedder: OpenAiEmbedder;
  let free: OpenAiEmbedder;
  let ledger: MemoryLedger;

  beforeEach(async () => {
    asked = [];
    reply = (body, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(embeddings(body)));
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked;
        asked.push({ url: request.url, authorization: request.headers.authorization, body });
        reply(body, response, request);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    ledger = new MemoryLedger(budget);
    const connection = { apiKey: 'sk-test', baseUrl, model: 'text-embedding-3-small' };
    embedder = new OpenAiEmbedder(connection, { ledger, price: 1 });
    free = new OpenAiEmbedder(connection, { ledger, price: 0 });
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** Asks with a near deadline until the call goes out: on a busy machine the deadline may pass before that. */
  function* untilAsked(): Generator<Promise<unknown>> {
    for (let milliseconds = 60; asked.length === 0; milliseconds *= 2)
      yield embedder.embed(['a'], { deadline: Deadline.in(milliseconds) });
  }

  const fails = (status: number) => {
    reply = (_, response) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: { message: 'no', type: 'x', code: null, param: null } }));
  };

  test('speaks the wire protocol, and puts the vectors in the order of the texts', async () => {
    const vectors = await embedder.embed(['a', 'bbb']);
    expect(asked).toEqual([
      {
        url: '/v1/embeddings',
        authorization: 'Bearer sk-test',
        body: { model: 'text-embedding-3-small', input: ['a', 'bbb'], dimensions: 384, encoding_format: 'base64' },
      },
    ]);
    expect(vectors.map((vector) => Math.round(vector[0]! / vector[1]!))).toEqual([1, 3]);
    expect(Math.hypot(...vectors[1]!)).toBeCloseTo(1, 5);
  });

  test('understands a server that sends plain numbers all the same', async () => {
    reply = (body, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(embeddings({ ...body, encoding_format: 'float' })));
    expect(Math.hypot(...(await embedder.embed(['a']))[0]!)).toBeCloseTo(1, 5);
  });

  test('asks for many texts in several calls', async () => {
    expect(await embedder.embed(Array.from({ length: 300 }, (_, index) => 'x'.repeat(index + 1)))).toHaveLength(300);
    expect(asked.map(({ body }) => body.input.length)).toEqual([128, 128, 44]);
  });

  test('sends no empty and no endless text', async () => {
    await embedder.embed(['', 'y'.repeat(100_000)]);
    expect(asked[0]!.body.input.map(({ length }) => length)).toEqual([1, 24_000]);
  });

  test.each([401, 429, 500, 529])('is unavailable after status %i, and tries only once', async (status) => {
    fails(status);
    await expect(embedder.embed(['a'])).rejects.toMatchObject({ failure: { code: 'unavailable' } });
    expect(asked).toHaveLength(1);
  });

  test('is unavailable when a vector is missing or has another width', async () => {
    reply = (body, response) => {
      const { data, ...rest } = embeddings(body);
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ ...rest, data: data.slice(1) }));
    };
    await expect(embedder.embed(['a', 'b'])).rejects.toMatchObject({ failure: { code: 'unavailable' } });
    reply = (body, response) => {
      const data = [{ object: 'embedding', index: 0, embedding: base64(new Float32Array(1536)) }];
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ ...embeddings(body), data }));
    };
    await expect(embedder.embed(['a'])).rejects.toMatchObject({ failure: { code: 'unavailable' } });
  });

  test('ends at the deadline, and hangs up', async () => {
    const hungUp = new Promise((resolve) => {
      reply = (_, response) => response.on('close', resolve);
    });
    for (const asking of untilAsked()) {
      await expect(asking).rejects.toMatchObject({ failure: { code: 'deadline-exceeded' } });
    }
    await hungUp;
  });

  test('ends when the caller leaves', async () => {
    const leaving = new AbortController();
    reply = () => leaving.abort();
    await expect(embedder.embed(['a'], { signal: leaving.signal })).rejects.toMatchObject({
      failure: { code: 'cancelled' },
    });
  });

  test('is used where there is a key, with an id that says the model and the width', () => {
    const idOf = (more: Partial<EmbedderSettings>): string =>
      embedderOf(
        { EMBEDDING_MODEL: 'text-embedding-3-large', EMBEDDING_PRICE: 0, EMBEDDING_BUDGET_PER_DAY: 0, ...more },
        ledger,
      ).id;
    expect(idOf({ OPENAI_API_KEY: 'sk-test' })).toBe('openai-text-embedding-3-large-384');
    expect(idOf({})).toMatch(/^hashed-1-/);
    const elsewhere = idOf({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: 'http://10.0.0.2/v1' });
    expect(elsewhere).toMatch(/^openai-text-embedding-3-large-384-[0-9a-f]{8}$/);
    expect(idOf({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: 'http://10.0.0.3/v1' })).not.toBe(elsewhere);
  });

  describe('what it spends', () => {
    test('is reserved before the call, and in the end what the provider counted', async () => {
      let reserved = 0;
      const answers = reply;
      reply = (body, response, request) => {
        reserved = ledger.spent;
        answers(body, response, request);
      };
      await embedder.embed(['a question of a hundred bytes, or nearly so']);
      expect(reserved).toBeGreaterThan(20);
      expect(ledger.spent).toBe(5);
    });

    test('is never more than the budget: then nobody is asked', async () => {
      await ledger.reserve(budget - 10);
      await expect(embedder.embed(['a'])).rejects.toMatchObject({ reason: 'budget-exhausted' });
      expect([asked.length, ledger.spent]).toEqual([0, budget - 10]);
      expect(ledger.problem).toContain('used up');
      expect(await free.embed(['a'])).toHaveLength(1);
    });

    test('is nothing while nobody can say what was spent', async () => {
      ledger.reserve = () => Promise.reject(new Error('away'));
      await expect(embedder.embed(['a'])).rejects.toMatchObject({ reason: 'budget-unknown' });
      expect(asked).toEqual([]);
    });

    test('is nothing where the provider refused', async () => {
      fails(429);
      await expect(embedder.embed(['a'])).rejects.toMatchObject({ reason: 'rate-limited' });
      expect(ledger.spent).toBe(0);
    });

    test('is what was sent, where nobody says what it took', async () => {
      reply = () => undefined;
      let [before, after] = [0, 0];
      for (const asking of untilAsked()) {
        await expect(asking).rejects.toThrow();
        [before, after] = [after, ledger.spent];
      }
      const unsaid = after - before;
      expect(unsaid).toBeGreaterThan(0);
      reply = (body, response) => {
        const { data, object } = embeddings(body);
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data, object }));
      };
      await embedder.embed(['a']);
      expect(ledger.spent).toBe(after + unsaid);
    });
  });
});
