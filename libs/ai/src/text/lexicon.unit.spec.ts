import { describe, expect, test } from '@jest/globals';
import { everyday, Lexicon } from './lexicon.js';
import { stem } from './stem.js';

const lexicon = Lexicon.parse(
  '# a comment\n\nrefund: refund, money back\nmoney: money, cash\nlocked: locked out, locked',
);
const find = (text: string) => lexicon.find(text.split(' ').map(stem));

describe('Lexicon', () => {
  test('finds a word in any of its forms, and where it stands', () => {
    expect(find('two refunds please')).toEqual([{ concept: 'refund', from: 1, to: 2 }]);
  });

  test('takes the longest phrase that begins at a word, and none inside it', () => {
    expect(find('my money back')).toEqual([{ concept: 'refund', from: 1, to: 3 }]);
    expect(find('my money')).toEqual([{ concept: 'money', from: 1, to: 2 }]);
    expect(find('locked out')).toEqual([{ concept: 'locked', from: 0, to: 2 }]);
  });

  test('knows its words, those inside phrases too', () => {
    expect([stem('back'), stem('cash'), stem('bicycle')].map((word) => lexicon.knows(word))).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('has an id that follows its content', () => {
    expect(Lexicon.parse('a: b').id).toBe(Lexicon.parse('a: b').id);
    expect(Lexicon.parse('a: b').id).not.toBe(Lexicon.parse('a: c').id);
  });

  test.each(['no colon', 'a: b: c', ': b', 'a:', 'a: !!'])('refuses the line %p', (line) => {
    expect(() => Lexicon.parse(line)).toThrow(RangeError);
  });

  test('of everyday English brings different words for one thing together', () => {
    const conceptsOf = (text: string) =>
      new Set(everyday.find(text.split(' ').map(stem)).map(({ concept }) => concept));
    expect(conceptsOf('puppy')).toEqual(conceptsOf('dogs'));
    expect([...conceptsOf('reimbursement')].some((concept) => conceptsOf('money back').has(concept))).toBe(true);
  });
});
