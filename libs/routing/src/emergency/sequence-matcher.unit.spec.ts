import { describe, expect, it } from '@jest/globals';
import { SequenceMatcher } from './sequence-matcher.js';

const classes = { animal: 'cat dog horse*', part: 'tail {animal}' };
const matcher = (...sources: string[]): SequenceMatcher =>
  new SequenceMatcher(
    sources.map((source, value) => ({ source, value })),
    classes,
  );
const found = (source: string, text: string): string[] => {
  const words = text.split(' ');
  return matcher(source)
    .find(words)
    .map(({ start, end }) => words.slice(start, end).join(' '));
};

describe('SequenceMatcher', () => {
  it.each([
    ['cat sat', 'the cat sat', ['cat sat']],
    ['cat sat', 'the cat then sat', []],
    ['cat ~2 sat', 'cat a b sat', ['cat a b sat']],
    ['cat ~2 sat', 'cat a b c sat', []],
    ['cat|dog barks', 'the dog barks', ['dog barks']],
    ['bleed* badly', 'bleeding badly', ['bleeding badly']],
    ['bleed* badly', 'the blee badly', []],
    ['bay # burns', 'bay 12 burns', ['bay 12 burns']],
    ['call 911', 'call 911', ['call 911']],
    ['{animal} ran', 'horses ran', ['horses ran']],
    ['{part} ran', 'dog ran', ['dog ran']],
    ['cat cat', 'cat', []],
    ['cat ~1 cat', 'cat cat', ['cat cat']],
    ['cat ~1 sat', 'cat cat x sat', ['cat x sat']],
  ])('%j in %j is %j', (source, text, expected) => expect(found(source, text)).toEqual(expected));

  it('lets nothing match a hidden word, which still takes its place', () => {
    expect(matcher('cat ~1 sat').find(['cat', null, 'sat'])).toHaveLength(1);
    expect(matcher('cat sat').find(['cat', null, 'sat'])).toHaveLength(0);
    expect(matcher('cat').find([null])).toHaveLength(0);
  });

  it.each(['no {thing}', 'ab* x', 'abcdefghijklmnop* x'])('refuses to be made of %j', (source) => {
    expect(() => matcher(source)).toThrow(/word/);
  });

  it('works in proportion to the words, even where every word continues every phrase', () => {
    const phrases = Array.from({ length: 50 }, () => 'a ~3 a ~3 a ~3 a ~3 b');
    const work = (size: number): number => {
      const fresh = matcher(...phrases);
      fresh.find(Array.from({ length: size }, () => 'a'));
      return fresh.operations;
    };
    expect(work(2000)).toBe(2 * work(1000));
    expect(work(2000)).toBe(2000 * 50 * 4);
  });
});
