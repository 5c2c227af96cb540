import { describe, expect, it } from '@jest/globals';
import { lostSince } from './lost-since.js';

const edit = (change: number, overridden = false) => ({ rightBefore: 100, rightAfter: 100 + change, overridden });

describe('what edits have lost', () => {
  it('adds up, however small each loss is', () => {
    expect(lostSince([])).toBe(0);
    expect(lostSince(Array.from({ length: 20 }, () => edit(-1)))).toBe(20);
  });

  it('is counted from the best state there was', () => {
    expect(lostSince([edit(-1), edit(3), edit(-2)])).toBe(2);
    expect(lostSince([edit(-2), edit(2)])).toBe(0);
  });

  it('begins anew with what somebody accepted for good', () =>
    expect(lostSince([edit(-2), edit(-9, true), edit(-1)])).toBe(1));
});
