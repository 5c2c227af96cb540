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

  it('of two words as near takes the one that lacks no letter of the text, then the one it was told first', () => {
    const any = (...words: string[]): Speller => new Speller(words, () => false);
    expect(any('smell', 'smells').correct('smels')).toBe('smells');
    expect(any('attacked', 'attacker').correct('attackez')).toBe('attacked');
    expect(any('attacker', 'attacked').correct('attackez')).toBe('attacker');
  });

  it('compares letter by letter only what has almost the same letters', () => {
    const words = ['ambulance', 'emergency', 'breathing', 'collapsed', 'explosion', 'extinguisher'];
    const fresh = new Speller(words, () => false);
    for (const word of ['projector', 'membership', 'zyxwvuts', 'qqqqqqqqq']) fresh.correct(word);
    expect(fresh.operations).toBe(0);
    fresh.correct('ambulence');
    expect(fresh.operations).toBe(1);
  });
});
