import { beforeEach, describe, expect, it } from '@jest/globals';
import { AdaptiveLimit } from './adaptive-limit.js';

let now: number;
let limit: AdaptiveLimit;
beforeEach(() => {
  now = 0;
  limit = new AdaptiveLimit({ most: 1000, fewest: 32, targetMs: 400, now: () => now });
});

/** A tenth of a second in which so many are inside and ten are done. */
function window(inside: number, took: number): void {
  for (let one = 0; one < inside; one += 1) limit.enter();
  now += 100;
  for (let one = 0; one < 10; one += 1) limit.seen(took);
  for (let one = 0; one < inside; one += 1) limit.leave();
}

describe('AdaptiveLimit', () => {
  it('is full when as many are inside as are let in', () => {
    const few = new AdaptiveLimit({ most: 2, targetMs: 400, now: () => now });
    few.enter();
    expect(few.full).toBe(false);
    few.enter();
    expect(few.full).toBe(true);
    few.leave();
    expect(few.full).toBe(false);
  });

  describe('after a calm', () => {
    const fill = (): number => {
      let many = 0;
      for (; !limit.full; many += 1) limit.enter();
      return many;
    };
    const empty = (left: number): void => {
      while (limit.state.inside > left) limit.leave();
    };

    it('lets in as many again for a tenth of a second', () => {
      expect(fill()).toBe(128);
      empty(64);
      expect(limit.full).toBe(false);
      now += 100;
      expect(limit.full).toBe(true);
    });

    it('does so once, until there was room for a tenth of a second', () => {
      fill();
      now += 100;
      for (const left of [63, 40, 0]) {
        empty(left);
        now += 99;
        expect(fill()).toBe(64 - left);
      }
      empty(63);
      now += 100;
      expect(fill()).toBe(65);
    });

    it('does not while all places are taken, however many leave at once', () => {
      fill();
      for (let turn = 0; turn < 20; turn += 1) {
        now += 30;
        empty(10);
        fill();
      }
      expect(limit.state.inside).toBe(64);
    });

    it('does not when it was too slow just now', () => {
      for (let one = 0; one < 60; one += 1) limit.enter();
      now += 200;
      for (let one = 0; one < 10; one += 1) limit.seen(10_000);
      expect(limit.full).toBe(true);
    });

    it('never lets in more than the most', () => {
      limit = new AdaptiveLimit({ most: 70, targetMs: 400, now: () => now });
      expect(fill()).toBe(70);
    });
  });

  it('lets in fewer when they take too long, from as many as it took to make them slow', () => {
    window(60, 401);
    expect(limit.state.limit).toBe(54);
    window(54, 401);
    expect(limit.state.limit).toBe(48);
  });

  it.each([
    [500, 51],
    [10_000, 32],
  ])('lets in fewer in proportion to how much too long they take, half at the least: %d ms', (took, left) => {
    window(64, took);
    expect(limit.state.limit).toBe(left);
  });

  it('lets in fewer while the process is late, however soon they are done', () => {
    let delay = 20;
    limit = new AdaptiveLimit({ most: 1000, fewest: 32, targetMs: 400, delayMs: () => delay, now: () => now });
    window(60, 1);
    expect(limit.state.limit).toBe(64);
    delay = 25;
    window(60, 1);
    expect(limit.state.limit).toBe(48);
  });

  it('never closes the door', () => {
    for (let turn = 0; turn < 100; turn += 1) window(10, 10_000);
    expect(limit.state.limit).toBe(32);
  });

  it('lets in more while all that may come are there and are served in time, up to the most', () => {
    window(64, 400);
    expect(limit.state.limit).toBe(70);
    for (let turn = 0; turn < 30; turn += 1) window(limit.state.limit, 50);
    expect(limit.state.limit).toBe(1000);
  });

  it('does not promise what was never tried', () => {
    for (let turn = 0; turn < 20; turn += 1) window(40, 50);
    expect(limit.state.limit).toBe(64);
  });

  it('goes by half of many, not by a slow one', () => {
    for (let one = 0; one < 60; one += 1) limit.enter();
    now += 100;
    for (const took of [20, 30, 5000, 40, 6000]) limit.seen(took);
    expect(limit.state.limit).toBe(64);
  });

  it('waits until it has seen enough', () => {
    now += 1000;
    for (let one = 0; one < 4; one += 1) limit.seen(5000);
    expect(limit.state.limit).toBe(64);
    limit.seen(5000);
    expect(limit.state.limit).toBe(32);
  });

  it('lets in 64 at least where nothing else is said', () => {
    limit = new AdaptiveLimit({ most: 1000, targetMs: 400, now: () => now });
    for (let time = 0; time < 5; time += 1) window(64, 10_000);
    expect(limit.state.limit).toBe(64);
  });
});
