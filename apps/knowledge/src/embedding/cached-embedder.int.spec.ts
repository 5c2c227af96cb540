import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HashedEmbedder, type Embedder } from '#ai';
import { createCache, type Cache } from '#platform/cache';
import { eventually, testBackingServices } from '#testing';
import { CachedEmbedder } from './cached-embedder.js';

const services = testBackingServices({ redis: true });
let cache: Cache;
let asked: string[][];
let problems: unknown[];

const hashed = new HashedEmbedder();
const providerOf = (id: string): Embedder => ({
  id,
  dimensions: 384,
  embed: (texts) => {
    asked.push([...texts]);
    return hashed.embed(texts);
  },
});
const cached = (id = 'provider') => new CachedEmbedder(providerOf(id), cache, (problem) => void problems.push(problem));
const connected = () => eventually(() => cache.ping());

beforeEach(async () => {
  asked = [];
  problems = [];
  cache = createCache({ url: services.redis.url, commandTimeoutMs: 60_000 });
  await connected();
});
afterEach(() => cache.close());

describe('CachedEmbedder', () => {
  test('asks the provider once for a text, and gives the same numbers again', async () => {
    const first = await cached().embed(['one', 'two']);
    await eventually(async () => {
      asked = [];
      expect(await cached().embed(['two', 'one', 'three'])).toHaveLength(3);
      expect(asked).toEqual([['three']]);
    });
    expect(await cached().embed(['two', 'one'])).toEqual([first[1], first[0]]);
  });

  test('never takes the numbers of one model for those of another', async () => {
    await cached('model-a').embed(['text']);
    asked = [];
    await cached('model-b').embed(['text']);
    expect(asked).toEqual([['text']]);
  });

  test('asks the provider when the cache is away, and says so', async () => {
    services.redis.kill('SIGKILL');
    await services.redis.exited;
    await eventually(() => expect(cache.ping()).rejects.toThrow());
    expect(await cached().embed(['text'])).toEqual(await hashed.embed(['text']));
    expect(problems.length).toBeGreaterThan(0);
    await services.redis.restart();
    await connected();
    await cached().embed(['text']);
    await eventually(async () => {
      asked = [];
      await cached().embed(['text']);
      expect(asked).toEqual([]);
    });
  });
});
