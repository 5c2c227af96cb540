import { describe, expect, it } from '@jest/globals';
import { resting, Turns } from './turns.js';

describe('Turns', () => {
  it('goes on for a few milliseconds, then lets the others go first and begins anew', async () => {
    let now = 0;
    let pauses = 0;
    const pause = (): Promise<void> => Promise.resolve(void (pauses += 1));
    const turns = new Turns(pause, () => now);
    const at = async (time: number): Promise<number> => {
      now = time;
      await turns.giveWay();
      return pauses;
    };
    expect([await at(1), await at(3.9), await at(4), await at(7), await at(8)]).toEqual([0, 0, 1, 1, 2]);
  });
});

describe('resting', () => {
  it('takes four times as long as there was work since the last rest', async () => {
    let now = 0;
    const rest = resting(() => now);
    const rested = async (worked: number): Promise<number> => {
      now += worked;
      const began = performance.now();
      await rest();
      return performance.now() - began;
    };
    expect(await rested(5)).toBeGreaterThan(18);
    expect(await rested(10)).toBeGreaterThan(38);
  });
});
