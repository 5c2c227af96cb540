import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FakeClock } from '#testing';
import { EvenFlow, spreadMs } from './even-flow.js';

interface Arrival {
  readonly at: number;
  readonly paced?: boolean;
}

/** When each of the arrivals went out, with a timer that fires exactly when it is told to, or `late` milliseconds after. */
function outOf(arrivals: readonly Arrival[], late = 0): { index: number; came: number; out: number }[] {
  const clock = new FakeClock(1000);
  const flow = new EvenFlow<number>();
  const outs: { index: number; came: number; out: number }[] = [];
  const letOut = (): void => {
    for (const index of flow.take(clock.now()))
      outs.push({ index, came: arrivals[index]!.at, out: clock.now() - 1000 });
  };
  const waitUntil = (at: number): void => {
    for (let wait = flow.wait(clock.now()); wait !== null; wait = flow.wait(clock.now())) {
      if (clock.now() + wait + late > 1000 + at) break;
      clock.advance(wait + late);
      letOut();
    }
    if (Number.isFinite(at)) clock.advance(Math.max(0, 1000 + at - clock.now()));
  };
  arrivals.forEach(({ at, paced = true }, index) => {
    waitUntil(at);
    flow.add(index, paced, clock.now());
    letOut();
  });
  waitUntil(Infinity);
  expect(flow.empty).toBe(true);
  return outs;
}

const burst = (size: number, at = 0): Arrival[] => Array.from({ length: size }, () => ({ at }));
const gaps = (outs: readonly { out: number }[]): number[] => outs.slice(1).map(({ out }, i) => out - outs[i]!.out);

describe('an even flow', () => {
  it('lets the first of a burst out at once and spreads the others evenly', () => {
    const outs = outOf(burst(6));
    expect(outs[0]!.out).toBe(0);
    for (const gap of gaps(outs)) expect(gap).toBeCloseTo(spreadMs / 5);
  });

  it('does not hold back what comes slowly', () => {
    const slow = Array.from({ length: 20 }, (_, index) => ({ at: index * 10 }));
    expect(outOf(slow).map(({ came, out }) => out - came)).toEqual(slow.map(() => 0));
  });

  it('smooths one burst after the other', () => {
    const outs = outOf([...burst(5), ...burst(5, 100), ...burst(5, 200)]);
    expect(outs.filter(({ out }) => [0, 100, 200].includes(out))).toHaveLength(3);
    expect(Math.min(...gaps(outs))).toBeGreaterThan(5);
  });

  it('keeps the place of what is not paced, and adds no time to it that is not due to what came before', () => {
    const outs = outOf([{ at: 0 }, { at: 0 }, { at: 0, paced: false }, { at: 0 }]);
    expect(outs.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(outs[2]!.out).toBe(outs[1]!.out);
    expect(outOf([{ at: 0, paced: false }])[0]!.out).toBe(0);
  });

  const arrivals = fc
    .array(fc.record({ gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 })), paced: fc.boolean() }), {
      maxLength: 80,
    })
    .map((steps) => {
      let at = 0;
      return steps.map(({ gap, paced }) => ({ at: (at += gap), paced }));
    });

  it('keeps the order, loses nothing, and adds no more than 30 ms even where timers are 5 ms late', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 0, max: 5 }), (given, late) => {
        const outs = outOf(given, late);
        expect(outs.map(({ index }) => index)).toEqual(given.map((_, index) => index));
        for (const { came, out } of outs) expect(out - came).toBeLessThanOrEqual(30);
      }),
    );
  });
});
