import { describe, expect, it } from '@jest/globals';
import { Deadline } from './deadline.js';
import { FailureError } from './failure.js';

/** A clock that stands until it is moved. */
const fakeClock = (start: number) => ({
  time: start,
  now(): number {
    return this.time;
  },
});

describe('Deadline', () => {
  it('counts down and stops at zero', () => {
    const clock = fakeClock(1000);
    const deadline = Deadline.in(300, clock);
    expect(deadline.at).toBe(1300);
    clock.time = 1299;
    expect([deadline.remaining(), deadline.passed]).toEqual([1, false]);
    clock.time = 1300;
    expect([deadline.remaining(), deadline.passed]).toEqual([0, true]);
    clock.time = 9000;
    expect(deadline.remaining()).toBe(0);
  });

  it('lets work begin until it is over, and not after', () => {
    const clock = fakeClock(0);
    const deadline = Deadline.in(10, clock);
    deadline.check('search');
    clock.time = 10;
    expect(() => deadline.check('search')).toThrow(FailureError);
    expect(() => deadline.check('search')).toThrow('There was no time left for search.');
  });

  it('narrows, and never widens', () => {
    const clock = fakeClock(0);
    expect(Deadline.in(500, clock).within(100).at).toBe(100);
    expect(Deadline.in(50, clock).within(100).at).toBe(50);
  });

  it('has passed when its time is no number, so that a broken header cannot wait for ever', () => {
    expect(Deadline.at(Number.NaN, fakeClock(0)).passed).toBe(true);
  });

  it('gives a signal that aborts at the deadline', async () => {
    const signal = Deadline.in(1).signal();
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('gives a signal that aborts with its parent', () => {
    const parent = new AbortController();
    const signal = Deadline.in(60_000).signal(parent.signal);
    expect(signal.aborted).toBe(false);
    parent.abort(new Error('the caller left'));
    expect(signal.reason).toMatchObject({ message: 'the caller left' });
  });

  it.each([Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY])(
    'takes a deadline further away than a timer can count: %s',
    (at) => {
      expect(Deadline.at(at).signal().aborted).toBe(false);
      expect(Deadline.at(at).timerMs()).toBe(2 ** 31 - 1);
    },
  );

  it.each([
    [0.2, 1],
    [7, 7],
    [-3, 0],
  ])('says what to set a timer to, which never ends before it does: %d ms left', (left, timer) => {
    expect(Deadline.in(left, fakeClock(0)).timerMs()).toBe(timer);
  });
});
