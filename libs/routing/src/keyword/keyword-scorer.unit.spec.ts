import { describe, expect, it } from '@jest/globals';
import { read } from '../text/said.js';
import { KeywordScorer } from './keyword-scorer.js';

const scorer = new KeywordScorer([
  {
    keywords: [
      { phrase: 'gift card', weight: 3 },
      { phrase: 'gift', weight: 1 },
      { phrase: 'cancel', weight: 1 },
    ],
  },
  {
    keywords: [
      { phrase: 'card reader', weight: 2 },
      { phrase: "QR won't scan", weight: 2 },
    ],
  },
  { keywords: [] },
]);
const scores = (text: string): number[] => scorer.score(read(text)).map(({ score }) => score);

describe('KeywordScorer', () => {
  it('finds patterns in the normalised words, beside the phrases and for their own assistant only', () => {
    const patterns = [{ pattern: 'bay \\d{1,2}', weight: 1 }];
    const bays = new KeywordScorer([{ keywords: [{ phrase: 'light', weight: 1 }], patterns }, { keywords: [] }]);
    expect(bays.score(read('The LIGHT in Bay 12?'))).toEqual([
      { score: 0.75, phrases: ['light', 'bay 12'] },
      { score: 0, phrases: [] },
    ]);
  });

  it('halves what is missing to 1 with every point of weight', () => {
    expect(scores('cancel')).toEqual([0.5, 0, 0]);
    expect(scores('a gift card')).toEqual([0.875, 0, 0]);
    expect(scores('cancel the gift card')).toEqual([1 - 0.5 * 0.125, 0, 0]);
  });

  it('matches whole words, by their stems and in one piece', () => {
    expect(scores('cancelled gift cards')[0]).toBeCloseTo(1 - 0.5 * 0.125);
    expect(scores('uncancelled giftware giftcard')).toEqual([0, 0, 0]);
    expect(scores('the gift is a card')[0]).toBe(0.5);
    expect(scores('the qr wont scan')[1]).toBe(0.75);
  });

  it.each([
    ['i want to canecl', 0.5],
    ['i want to cancle', 0.5],
    ['a gilt edge', 0],
  ])('takes a misspelled word for what it is meant to be: %s', (text, score) => {
    expect(scores(text)[0]).toBe(score);
  });

  it.each([
    ['i do not want to cancel', 0],
    ['no gift card', 0],
    ["don't cancel the gift card", 0],
    ['not now but please cancel', 0.5],
    ['no, cancel', 0],
    ['i never got a gift card, cancel', 0.5],
  ])('leaves out what is denied: %s', (text, score) => {
    expect(scores(text)[0]).toBe(score);
  });

  it('counts a phrase once, and not what lies inside a longer one of the same assistant', () => {
    expect(scores('cancel cancel cancel')[0]).toBe(0.5);
    expect(scorer.score(read('gift card'))[0]!.phrases).toEqual(['gift card']);
  });

  it('gives each assistant its own phrases only', () => {
    expect(scores('gift card reader')).toEqual([0.875, 0.75, 0]);
  });

  it('names what it found, the weightiest first', () => {
    expect(scorer.score(read('cancel my gift card'))[0]!.phrases).toEqual(['gift card', 'cancel']);
  });

  it('stays between 0 and 1 with any text', () => {
    for (const text of ['', 'cancel gift card '.repeat(100), 'x'.repeat(2000)]) {
      for (const score of scores(text)) expect(score >= 0 && score <= 1).toBe(true);
    }
  });
});
