import { describe, expect, it } from '@jest/globals';
import { Kept } from './cached-answer.js';
import { MemoryTier } from './memory-tier.js';
import { answerOf } from './test-answers.js';

const long = (characters: number): Kept => new Kept(answerOf('x'.repeat(characters)));

describe('the tier in memory', () => {
  it('holds no more answers than it may, and gives up what was asked for longest ago', async () => {
    const tier = new MemoryTier({ entries: 2, bytes: 1_000_000 });
    for (const key of ['a', 'b']) await tier.set(key, long(10));
    tier.get('a');
    await tier.set('c', long(10));
    expect(['a', 'b', 'c'].map((key) => tier.get(key) !== null)).toEqual([true, false, true]);
  });

  it('holds no more bytes than it may, however many answers it could hold', async () => {
    const tier = new MemoryTier({ entries: 1_000, bytes: 300_000 });
    for (let n = 0; n < 100; n += 1) {
      await tier.set(`key ${n}`, long(20_000));
      expect(tier.bytes).toBeLessThanOrEqual(300_000);
    }
    expect(tier.size).toBe(7);
    expect(tier.get('key 99')?.answer.answer.text).toHaveLength(20_000);
  });

  it('lets go of what is kept anew, is deleted, or has no room', async () => {
    const tier = new MemoryTier({ entries: 10, bytes: 100_000 });
    await tier.set('a', long(1_000));
    const once = tier.bytes;
    await tier.set('a', long(1_000));
    expect(tier.bytes).toBe(once);
    await tier.set('b', long(60_000));
    expect([tier.get('b'), tier.bytes]).toEqual([null, once]);
    await tier.delete('a');
    expect([tier.size, tier.bytes]).toEqual([0, 0]);
  });
});
