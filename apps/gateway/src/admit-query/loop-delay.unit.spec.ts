import { describe, expect, it } from '@jest/globals';
import { LoopDelay, type DelayHistogram } from './loop-delay.js';

function delayOf() {
  const seen = { now: 0, count: 0, mean: 0 };
  const histogram: DelayHistogram = {
    get count() {
      return seen.count;
    },
    get mean() {
      return seen.mean;
    },
    reset: () => (seen.count = 0),
    enable: () => true,
    disable: () => true,
  };
  return { seen, delay: new LoopDelay(() => seen.now, histogram) };
}

describe('LoopDelay', () => {
  it('is what is more than the time between two looks, in milliseconds', () => {
    const { seen, delay } = delayOf();
    Object.assign(seen, { now: 100, count: 2, mean: 55e6 });
    expect(delay.ms).toBe(35);
  });

  it('is never less than nothing', () => {
    const { seen, delay } = delayOf();
    Object.assign(seen, { now: 100, count: 5, mean: 19.9e6 });
    expect(delay.ms).toBe(0);
  });

  it('is read anew a tenth of a second later, and stays as it is where nothing was seen meanwhile', () => {
    const { seen, delay } = delayOf();
    Object.assign(seen, { now: 100, count: 2, mean: 55e6 });
    expect(delay.ms).toBe(35);
    Object.assign(seen, { now: 150, count: 3, mean: 20e6 });
    expect(delay.ms).toBe(35);
    Object.assign(seen, { now: 250, count: 0 });
    expect(delay.ms).toBe(35);
    Object.assign(seen, { now: 260, count: 1 });
    expect(delay.ms).toBe(0);
  });

  it('sees a loop that was held up', () => {
    const delay = new LoopDelay();
    try {
      expect(delay.ms).toBe(0);
    } finally {
      delay.stop();
    }
  });
});
