import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Lexicon } from '#ai';
import { readQuery } from './read-query.js';
import { termsOf } from './terms.js';
import { Vocabulary } from './vocabulary.js';

const lexicon = Lexicon.parse('refund: refund, money back\nmoney: money');
const vocabulary = new Vocabulary(
  1,
  20,
  new Map([
    ['refund', 5],
    ['bai', 18],
    ['projector', 1],
    ['=refund', 6],
  ]),
);
const read = (text: string) => readQuery(text, vocabulary, lexicon);
const sum = (weights: ReadonlyMap<string, number>) =>
  [...weights.values()].reduce((total, weight) => total + weight, 0);

/** The share of a question that a text holds. */
const covered = (question: string, text: string) => {
  const held = termsOf(text, lexicon);
  return [...read(question).shares].reduce((total, [term, share]) => total + (held.has(term) ? share : 0), 0);
};

describe('readQuery', () => {
  test('looks for stems and for what they mean, not for words that say nothing', () => {
    expect([...read('where is my refund').terms.keys()].sort()).toEqual(['=refund', 'refund']);
  });

  test('lets a rare word count more than a common one, and a number of a bay less', () => {
    const { terms } = read('projector bay 4');
    expect(terms.get('projector')).toBeGreaterThan(terms.get('bai')!);
    expect(terms.get('4')).toBeLessThan(terms.get('projector')!);
  });

  test('corrects a slip of the pen, and still looks for what was written', () => {
    const { text, terms } = read('Where is my REFNDS?');
    expect(text).toBe('Where is my refund?');
    expect([...terms.keys()].sort()).toEqual(['=refund', 'refnd', 'refund']);
  });

  test('has weights that add up to 1, and no more terms than it needs, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2000 }), (text) => {
        const { terms, shares } = read(text);
        expect(terms.size).toBeLessThanOrEqual(64);
        for (const weights of [terms, shares]) expect(weights.size === 0 ? 1 : sum(weights)).toBeCloseTo(1, 9);
      }),
    );
    expect(read(Array.from({ length: 400 }, (_, index) => `w${index}x`).join(' ')).terms.size).toBe(64);
  });

  test('knows how much of a question a text speaks of', () => {
    expect(covered('projector refund', 'The projector refund.')).toBeCloseTo(1, 9);
    expect(covered('projector refund', 'The projector.')).toBeGreaterThan(0.4);
    expect(covered('projector refund', 'Something else.')).toBe(0);
  });

  test('counts a word half where a text says the same in other words', () => {
    expect(covered('refund', 'You get your money back.')).toBeCloseTo(0.5, 9);
  });

  test('looks for nothing where nothing is said', () => {
    expect(read('?!')).toEqual({ text: '?!', terms: new Map(), shares: new Map() });
  });
});
