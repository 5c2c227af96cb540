import { describe, expect, it } from '@jest/globals';
import { words } from './words.js';

describe('words', () => {
  it('keeps a contraction one word, and leaves everything that is no letter or digit out', () => {
    expect(words("he isn't moving, bay-3!")).toEqual(['he', 'isnt', 'moving', 'bay', '3']);
  });

  it('takes somebody who overdosed for nobody odd', () => {
    expect(words("someone od'd")).toEqual(['someone', 'overdosed']);
    expect(words('someone odd')).toEqual(['someone', 'odd']);
  });

  it('knows letters of every script', () => {
    expect(words('h\u00f8yre d\u00f8r, \u043f\u043e\u0436\u0430\u0440')).toEqual([
      'h\u00f8yre',
      'd\u00f8r',
      '\u043f\u043e\u0436\u0430\u0440',
    ]);
  });

  it('cuts a word that no person writes', () => {
    expect(words('a'.repeat(2000))).toEqual(['a'.repeat(40)]);
  });

  it('finds none in signs', () => {
    expect(words("??? \u{1F600} '")).toEqual([]);
  });
});
