import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Patience } from './patience.js';

describe('Patience', () => {
  const onStall = jest.fn();
  const onEnd = jest.fn();
  let patience: Patience;

  beforeEach(() => {
    jest.useFakeTimers();
    [onStall, onEnd].forEach((each) => each.mockClear());
    patience = new Patience({ firstPieceMs: 3000, gapMs: 2000, stallMs: 800 }, onStall, onEnd);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('calls it a stall first, and an end later', () => {
    patience.wait();
    jest.advanceTimersByTime(800);
    expect([onStall.mock.calls.length, onEnd.mock.calls.length]).toEqual([1, 0]);
    jest.advanceTimersByTime(2200);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it('waits less long between two words than for the first', () => {
    patience.wait();
    patience.heard();
    patience.wait();
    jest.advanceTimersByTime(2000);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it('does not count the time in which nobody waits', () => {
    patience.wait();
    patience.heard();
    jest.advanceTimersByTime(60_000);
    patience.wait();
    patience.stop();
    jest.advanceTimersByTime(60_000);
    expect([onStall.mock.calls.length, onEnd.mock.calls.length]).toEqual([0, 0]);
  });
});
