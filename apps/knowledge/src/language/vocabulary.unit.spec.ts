import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Lexicon } from '#ai';
import { slipsBetween, Vocabulary } from './vocabulary.js';

const lexicon = Lexicon.parse('pet: dog, puppy');
const vocabulary = new Vocabulary(
  7,
  20,
  new Map([
    ['refund', 5],
    ['fund', 9],
    ['projector', 3],
    ['protector', 1],
    ['=refund', 6],
    ['door', 4],
    ['floor', 2],
  ]),
);

describe('Vocabulary', () => {
  test.each([
    ['refnd', 'refund'],
    ['reufnd', 'refund'],
    ['refundd', 'refund'],
    ['refumd', 'refund'],
    ['porjecter', 'projector'],
    ['dooor', 'door'],
    ['dorr', 'door'],
    ['flor', 'floor'],
  ])('takes %s for %s', (written, meant) => {
    expect(vocabulary.correct(written, lexicon)).toBe(meant);
  });

  test.each([
    ['nothing near it', 'bicycle'],
    ['two slips in a short word', 'rfnud'],
    ['another first letter', 'kefund'],
    ['a word of everyday English', 'puppy'],
    ['three letters', 'dor'],
    ['a wrong letter in a short word', 'doar'],
    ['no word', '5550'],
  ])('leaves %s', (_, written) => {
    expect(vocabulary.correct(written, lexicon)).toBeUndefined();
  });

  test('says that a rare word tells more than a common one, and an unknown one most', () => {
    expect(vocabulary.rarity('projector')).toBeGreaterThan(vocabulary.rarity('fund'));
    expect(vocabulary.rarity('bicycle')).toBeGreaterThan(vocabulary.rarity('protector'));
  });

  test('reads its own words in a short time, however long the unknown one is', () => {
    expect(vocabulary.correct('r'.repeat(2000), lexicon)).toBeUndefined();
  });
});

describe('slipsBetween', () => {
  test.each([
    ['refund', 'refund', 0],
    ['refnd', 'refund', 1],
    ['reufnd', 'refund', 1],
    ['refuse', 'refund', 2],
  ])('%s and %s: %i', (a, b, slips) => {
    expect(slipsBetween(a, b, 3)).toBe(slips);
    expect(slipsBetween(b, a, 3)).toBe(slips);
  });

  test('says no more than that there are too many', () => {
    const word = fc.stringMatching(/^[abc]{0,8}$/);
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, atMost) => {
        expect(slipsBetween(a, b, atMost)).toBe(Math.min(slipsBetween(a, b, 100), atMost + 1));
      }),
    );
  });
});
