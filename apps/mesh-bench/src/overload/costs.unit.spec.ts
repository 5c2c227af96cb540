import { describe, expect, it } from '@jest/globals';
import type { NamedRun } from '../open-load/load-report.js';
import { costed, msOfAnswer, msOfRefusal, tableOfCosts, type Costed } from './costs.js';

const runOf = (name: string, fates: Partial<NamedRun['fates']>, more: Partial<NamedRun> = {}): NamedRun =>
  ({
    name,
    took: 10,
    due: 2000,
    ...more,
    fates: { answered: 0, other: 0, recorded: 0, refused: 0, failed: 0, unreachable: 0, ...fates },
  }) as NamedRun;

const peak: Costed = {
  run: runOf('peak', { answered: 900, other: 100 }, { due: 1000 }),
  used: { gateway: 2, postgres: 3, 'load generator': 1 },
};
const over: Costed = {
  run: runOf('over', { answered: 700, other: 100, refused: 1000 }, { due: 1800 }),
  used: { gateway: 1.8, postgres: 2, 'load generator': 1.8 },
};

describe('what a run costs', () => {
  it('is what each process used meanwhile', async () => {
    const { run, used } = await costed({ me: process.pid, gone: 2 ** 22 + 1 }, () => Promise.resolve(peak.run));
    expect(run).toBe(peak.run);
    expect(used['me']).toBeGreaterThanOrEqual(0);
    expect(used['gone']).toBe(0);
  });

  it('is shared among answers at the peak, and what is more among refusals', () => {
    expect(msOfAnswer(peak)).toBe(2);
    expect(msOfRefusal(over, peak)).toBeCloseTo(0.2);
    const few = { ...peak, run: runOf('few', { answered: 900, refused: 199 }, { due: 1000 }) };
    expect(msOfRefusal(few, peak)).toBeNull();
  });

  it('is told by run', () => {
    expect(tableOfCosts([peak, over], peak).rows).toEqual([
      ['peak', 0.6, 0.2, 0.1, 2, null, 1],
      ['over', 0.56, 0.18, 0.18, null, 0.2, 1],
    ]);
  });
});
