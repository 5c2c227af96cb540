import { describe, expect, it } from '@jest/globals';
import { remembered } from './remembered.js';

describe('what is remembered of texts', () => {
  it('is worked out once for a text, and is for each its own', () => {
    const asked: string[] = [];
    const lengthOf = remembered((text) => {
      asked.push(text);
      return { length: text.length };
    });
    expect(lengthOf('one')).toBe(lengthOf(['o', 'ne'].join('')));
    expect(lengthOf('three')).toEqual({ length: 5 });
    expect(asked).toEqual(['one', 'three']);
  });

  it('is forgotten for what is newer, however long the texts', () => {
    let worked = 0;
    const count = remembered((text) => ({ length: text.length, at: (worked += 1) }));
    const first = 'x'.repeat(200_000);
    count(first);
    for (const letter of ['a', 'b', 'c']) count(letter.repeat(200_000));
    count(first);
    expect(worked).toBe(5);
    const huge = 'y'.repeat(1_000_000);
    expect([count(huge).at, count(huge).at]).toEqual([6, 7]);
  });
});
