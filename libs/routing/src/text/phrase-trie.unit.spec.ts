import { describe, expect, it } from '@jest/globals';
import { PhraseTrie } from './phrase-trie.js';

const trie = new PhraseTrie();
trie.add(['gift'], 0);
trie.add(['gift', 'card'], 1);
trie.add(['card'], 2);
trie.add([], 3);

describe('PhraseTrie', () => {
  it('finds every phrase at every place, also inside another', () => {
    expect(trie.find(['a', 'gift', 'card'])).toEqual([
      { value: 0, start: 1, end: 2 },
      { value: 1, start: 1, end: 3 },
      { value: 2, start: 2, end: 3 },
    ]);
  });

  it('finds nothing in other words, and an empty phrase nowhere', () => {
    expect(trie.find(['gifted', 'cards'])).toEqual([]);
    expect(trie.find([])).toEqual([]);
  });
});
