import { describe, expect, it } from '@jest/globals';
import { calibrationErrorByChance, drawReliability, reliability } from './answered.js';

const said = (confidence: number, isRight: boolean) => ({ owner: 'a', choice: isRight ? 'a' : 'b', confidence });

describe('reliability', () => {
  it('puts how often it was right beside how sure it was, bin by bin, the surest in the last one', () => {
    const bins = reliability([said(0.31, true), said(0.39, false), said(1, true)]);
    expect(bins).toEqual([
      { from: 0.3, count: 2, confidence: 0.35, right: 0.5 },
      { from: 0.9, count: 1, confidence: 1, right: 1 },
    ]);
  });

  it('draws a bar as long as it was right, and a mark where it should end', () => {
    const [line] = drawReliability([{ from: 0.5, count: 8, confidence: 0.55, right: 0.5 }]);
    expect(line).toBe(`  0.5  ${'#'.repeat(20)}  |${' '.repeat(18)}  0.550  0.500  8`);
  });
});

describe('calibrationErrorByChance', () => {
  it('is what the error of a calibrated one comes to on average, and shrinks with the root of how many there are', () => {
    // 100 throws of a coin are off by 4 on average: sqrt(2 / pi * 100 / 4).
    expect(calibrationErrorByChance(Array<number>(100).fill(0.5))).toBeCloseTo(0.0399, 4);
    expect(calibrationErrorByChance(Array<number>(400).fill(0.5))).toBeCloseTo(0.0199, 4);
    expect(calibrationErrorByChance([1, 1, 0])).toBe(0);
  });
});
