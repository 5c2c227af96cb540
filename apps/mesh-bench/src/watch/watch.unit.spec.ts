import { describe, expect, it } from '@jest/globals';
import { readSample, sampleProcess } from './process-sample.js';
import { slopeOf } from './slope.js';

describe('slopeOf', () => {
  it('is the slope of the line that fits best', () => {
    expect(
      slopeOf([
        [0, 1],
        [1, 3],
        [2, 5],
      ]),
    ).toBe(2);
    expect(
      slopeOf([
        [0, 10],
        [1, 12],
        [2, 8],
        [3, 10],
      ]),
    ).toBeCloseTo(-0.4, 10);
    expect(
      slopeOf([
        [0, 7],
        [10, 7],
      ]),
    ).toBe(0);
  });

  it('is none of what cannot have one', () => {
    expect(slopeOf([[1, 5]])).toBe(0);
    expect(
      slopeOf([
        [1, 5],
        [1, 9],
      ]),
    ).toBe(0);
  });
});

describe('readSample', () => {
  it('reads memory and processor time, whatever the process is called', () => {
    const stat = '42 (a) (b 7) S 1 1 1 0 -1 4194560 100 0 0 0 1234 66 0 0 20 0 11 0 5 6 7';
    expect(readSample('Name:\ta\nVmRSS:\t  2048 kB\n', stat)).toEqual({ residentKib: 2048, processorSeconds: 13 });
  });

  it('reads this process, and knows one that is gone', () => {
    expect(sampleProcess(process.pid)?.residentKib).toBeGreaterThan(1000);
    expect(sampleProcess(2 ** 22 + 1)).toBeNull();
  });
});
