import { describe, expect, it } from '@jest/globals';
import { compareGrowth, growthOf } from './compare-growth.js';

describe('growthOf', () => {
  it('compares medians, so that one slow turn does not count', () => {
    expect(growthOf('append', [1, 2, 3], [900, 4, 4])).toMatchObject({ small: 2, large: 4, ratio: 2 });
  });
});

describe('compareGrowth', () => {
  it('times both in turns, each first as often as the other, after rounds that are not counted', async () => {
    let now = 0;
    const calls: string[] = [];
    const of = (log: string, takes: number) => ({
      name: 'read',
      run: () => {
        calls.push(log);
        now += takes;
        return Promise.resolve();
      },
    });
    const [growth] = await compareGrowth([of('small', 10)], [of('large', 30)], {
      rounds: 2,
      warmUp: 1,
      now: () => now,
    });
    expect(growth).toMatchObject({ name: 'read', small: 10, large: 30, ratio: 3 });
    expect(calls).toEqual(['large', 'small', 'small', 'large', 'large', 'small']);
  });
});
