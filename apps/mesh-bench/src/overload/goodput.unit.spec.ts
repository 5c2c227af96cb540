import { describe, expect, it } from '@jest/globals';
import type { Second } from '../open-load/tally.js';
import { goodput, secondsUntilNormal } from './goodput.js';

const second = (at: number, more: Partial<Second> = {}): Second => ({
  at,
  due: 100,
  done: 100,
  answered: 100,
  refused: 0,
  p50: 10,
  p95: 20,
  p99: 30,
  queued: 0,
  open: 1,
  ...more,
});

describe('goodput', () => {
  it('is the mean of the seconds in which it runs evenly', () => {
    const seconds = [500, 80, 100, 120, 7].map((answered, at) => second(at + 1, { answered }));
    expect(goodput(seconds, 1, 4)).toBe(100);
    expect(goodput([], 0, 10)).toBe(0);
  });
});

describe('secondsUntilNormal', () => {
  const ordinary = { p95: 80 };

  it('is 0 where it was normal from the first second', () => {
    expect(
      secondsUntilNormal(
        [1, 2, 3].map((at) => second(at)),
        ordinary,
      ),
    ).toBe(0);
  });

  it('waits for refusals and slow answers to be over for three seconds', () => {
    const seconds = [
      second(1, { refused: 5 }),
      second(2, { p95: 161 }),
      second(3),
      second(4, { refused: 1 }),
      second(5, { p95: 160 }),
      second(6),
      second(7),
    ];
    expect(secondsUntilNormal(seconds, ordinary)).toBe(4);
  });

  it('is never where nothing is answered, or it is not seen to stay', () => {
    expect(secondsUntilNormal([second(1, { p95: null }), second(2), second(3)], ordinary)).toBeNull();
  });
});
