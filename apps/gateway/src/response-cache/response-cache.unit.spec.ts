import { describe, expect, it } from '@jest/globals';
import type { Database } from '#platform/database';
import { FakeClock } from '#testing';
import { Kept } from './cached-answer.js';
import { MemoryTier } from './memory-tier.js';
import { usualPatience } from '../patience.js';
import { PostgresTier } from './postgres-tier.js';
import { RedisTier } from './redis-tier.js';
import { ResponseCache } from './response-cache.js';
import { answerOf } from './test-answers.js';
import type { CacheTier, Held, TierName } from './tier.js';

/** A tier that does what it is told. */
class ToldTier implements CacheTier {
  readonly kept = new Map<string, Held>();
  asked = 0;
  fails: 'at once' | 'never answers' | null = null;

  constructor(readonly name: TierName) {}

  get(key: string): Promise<Held> {
    this.asked += 1;
    if (this.fails === 'at once') return Promise.reject(new Error('It is away.'));
    if (this.fails === 'never answers') return new Promise(() => undefined);
    return Promise.resolve(this.kept.get(key) ?? null);
  }

  set(key: string, kept: Kept): Promise<void> {
    if (this.fails) return Promise.reject(new Error('It is away.'));
    this.kept.set(key, kept);
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    if (this.fails) return Promise.reject(new Error('It is away.'));
    this.kept.delete(key);
    return Promise.resolve();
  }
}

function open() {
  const [l1, l2, l3] = [new MemoryTier({ entries: 2, bytes: 1_000_000 }), new ToldTier('L2'), new ToldTier('L3')];
  const clock = new FakeClock();
  const problems: TierName[] = [];
  const onProblem = (tier: TierName) => void problems.push(tier);
  const cache = new ResponseCache([l1, l2, l3], { readWithinMs: 5, restMs: 250, clock, onProblem });
  return { cache, l1, l2, l3, clock, problems };
}

const answer = answerOf('$40');
const kept = new Kept(answer);

describe('the response cache', () => {
  it('finds in the fastest tier that has it, and puts it into those above', async () => {
    const { cache, l1, l2, l3 } = open();
    expect(await cache.find('k')).toBeNull();
    l3.kept.set('k', kept);
    expect(await cache.find('k')).toEqual({ tier: 'L3', answer });
    expect(l2.kept.get('k')).toBe(kept);
    expect(await cache.find('k')).toEqual({ tier: 'L1', answer });
    await l1.delete('k');
    expect(await cache.find('k')).toEqual({ tier: 'L2', answer });
    expect(l3.asked).toBe(2);
  });

  it('keeps in all tiers, in memory no more than it may', async () => {
    const { cache, l1, l2, l3 } = open();
    for (const key of ['a', 'b', 'c']) await cache.keep(key, answer);
    expect([l1.size, l2.kept.size, l3.kept.size]).toEqual([2, 3, 3]);
    await cache.forget('a');
    expect([l2.kept.has('a'), l3.kept.has('a')]).toEqual([false, false]);
    expect(await cache.find('a')).toBeNull();
  });

  it('keeps nothing that is too long', async () => {
    const { cache, l1, l2 } = open();
    await cache.keep('k', answerOf('x'.repeat(70_000)));
    expect([l1.size, l2.kept.size]).toEqual([0, 0]);
  });

  it('turns an answer into text once for all tiers, and not again when it is found', async () => {
    const written: unknown[] = [];
    let made = 0;
    const counted = { ...answer, toJSON: () => ({ ...answer, times: (made += 1) }) };
    const redis = new RedisTier({
      get: () => Promise.resolve(null),
      set: (_key, bytes) => Promise.resolve(void written.push(bytes.toString())),
      delete: () => Promise.resolve(),
    });
    const query: Database['query'] = (_sql, values) => {
      written.push((values?.[2] as string[])[0]);
      return Promise.resolve([]);
    };
    const postgres = new PostgresTier({ query }, usualPatience);
    const cache = new ResponseCache([new MemoryTier({ entries: 2, bytes: 1_000_000 }), redis, postgres]);
    await cache.keep('k', counted);
    await cache.find('k');
    expect(written).toEqual([JSON.stringify({ ...answer, times: 1 }), JSON.stringify({ ...answer, times: 1 })]);
    expect(made).toBe(1);
  });

  it('writes what a lower tier has into the upper ones as it was read', async () => {
    const { cache, l2, l3 } = open();
    const read = Kept.read(`${kept.text} `)!;
    l3.kept.set('k', read);
    await cache.find('k');
    expect((l2.kept.get('k') as Kept).text).toBe(`${kept.text} `);
  });

  it.each(['at once', 'never answers'] as const)('goes on without a tier that fails: %s', async (how) => {
    const { cache, l2, l3, problems } = open();
    l3.kept.set('k', kept);
    l2.fails = how;
    expect(await cache.find('k')).toEqual({ tier: 'L3', answer });
    expect(cache.statistics().L2).toMatchObject({ failures: 1, hits: 0, misses: 0 });
    expect(problems).toEqual(['L2']);
  });

  it('leaves a tier alone for a while after it failed, says so once, and then asks it again', async () => {
    const { cache, l2, clock, problems } = open();
    l2.fails = 'at once';
    for (const key of ['a', 'b', 'c']) await cache.find(key);
    expect(l2.asked).toBe(1);
    clock.advance(251);
    await cache.find('d');
    expect([l2.asked, problems.length]).toEqual([2, 1]);
    clock.advance(251);
    l2.fails = null;
    l2.kept.set('e', kept);
    expect((await cache.find('e'))?.tier).toBe('L2');
    l2.fails = 'at once';
    await cache.find('f');
    expect(problems).toHaveLength(2);
  });

  it('counts what is no answer as a miss, without taking the tier for broken', async () => {
    const { cache, l2 } = open();
    l2.kept.set('k', 'unreadable');
    expect(await cache.find('k')).toBeNull();
    expect(cache.statistics().L2).toMatchObject({ unreadable: 1, failures: 0, skipped: 0 });
  });
});
