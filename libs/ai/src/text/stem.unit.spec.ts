import { describe, expect, test } from '@jest/globals';
import { stem } from './stem.js';

describe('stem', () => {
  // Examples of the steps in Porter's paper.
  test.each([
    ['caresses', 'caress'],
    ['ponies', 'poni'],
    ['cats', 'cat'],
    ['agreed', 'agre'],
    ['feed', 'feed'],
    ['plastered', 'plaster'],
    ['motoring', 'motor'],
    ['sing', 'sing'],
    ['conflated', 'conflat'],
    ['troubled', 'troubl'],
    ['hopping', 'hop'],
    ['falling', 'fall'],
    ['hissing', 'hiss'],
    ['filing', 'file'],
    ['happy', 'happi'],
    ['sky', 'sky'],
    ['relational', 'relat'],
    ['vietnamization', 'vietnam'],
    ['triplicate', 'triplic'],
    ['hopefulness', 'hope'],
    ['adjustable', 'adjust'],
    ['adoption', 'adopt'],
    ['probate', 'probat'],
    ['controlling', 'control'],
  ])('%s is %s', (word, expected) => {
    expect(stem(word)).toBe(expected);
  });

  test('brings the forms of a word together', () => {
    expect(new Set(['refund', 'refunds', 'refunded', 'refunding'].map(stem)).size).toBe(1);
  });

  test.each(['ab', '555', 'wi-fi', 'café', 'y'.repeat(20_000)])('leaves %p as it is', (word) => {
    expect(stem(word)).toBe(word);
  });
});
