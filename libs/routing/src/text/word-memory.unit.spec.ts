import { describe, expect, it } from '@jest/globals';
import { WordMemory } from './word-memory.js';

describe('WordMemory', () => {
  it('works a word out once', () => {
    const lengths = new WordMemory((word) => word.length);
    expect([lengths.of('bay'), lengths.of('door'), lengths.of('bay')]).toEqual([3, 4, 3]);
    expect(lengths.operations).toBe(2);
  });

  it('never remembers more than twice what fits on a shelf, and still knows a word that is used among ever new ones', () => {
    const most = 10;
    const lengths = new WordMemory((word) => word.length, most);
    lengths.of('bay');
    for (let at = 0; at < 1000; at += 1) {
      lengths.of(`word ${at}`);
      if (at % most === 0) lengths.of('bay');
      expect(lengths.size).toBeLessThanOrEqual(2 * most);
    }
    expect(lengths.operations).toBe(1001);
    lengths.of('word 0');
    expect(lengths.operations).toBe(1002);
  });
});
