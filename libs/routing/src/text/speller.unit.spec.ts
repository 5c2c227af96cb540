import { describe, expect, it } from '@jest/globals';
import { editDistance, Speller } from './speller.js';

describe('editDistance', () => {
  it.each([
    ['smoke', 'smoke', 0],
    ['smoke', 'smok', 1],
    ['smoke', 'smoek', 1],
    ['smoke', 'spoke', 1],
    ['', 'abc', 3],
    ['ambulance', 'ambulense', 2],
  ])('from %j to %j is %i', (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance);
    expect(editDistance(other, one)).toBe(distance);
  });
});

describe('Speller', () => {
  const speller = new Speller(['ambulance', 'choking', 'gas'], (word) => word === 'joking');

  it.each([
    ['ambulence', 'ambulance'],
    ['amblance', 'ambulance'],
    ['ambulense', 'ambulance'],
    ['chokign', 'choking'],
    ['choking', 'choking'],
  ])('reads %j as %j', (word, meant) => expect(speller.correct(word)).toBe(meant));

  it('leaves known words, short words and words far from any alone', () => {
    for (const word of ['joking', 'gaz', 'chalking', 'ambivalence', 'a'.repeat(40)])
      expect(speller.correct(word)).toBe(word);
  });
});
