import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { resolveCitations } from './citations.js';
import { SentenceReader } from './read-sentences.js';

function read(...pieces: string[]): string[] {
  const reader = new SentenceReader();
  return [...pieces.flatMap((piece) => [...reader.push(piece)]), ...reader.end()].map(
    ({ before, text }) => before + text,
  );
}

describe('SentenceReader', () => {
  it.each([
    ['One. Two!  Three?', ['One.', ' Two!', ' Three?']],
    ['Steps:\n\n1. Tap it.\n2. Wait.', ['Steps:', '\n\n1. Tap it.', '\n2. Wait.']],
    ['It is 5.50 at nightjar.example now. Good', ['It is 5.50 at nightjar.example now.', ' Good']],
    ['It comes. [S1] Then [S2]. [S3]\nGo.', ['It comes. [S1]', ' Then [S2]. [S3]', '\nGo.']],
    ['"Done." Next', ['"Done."', ' Next']],
    ['\n\n  Late start.  ', ['Late start.']],
    ['', []],
  ])('reads %j', (text, sentences) => expect(read(text)).toEqual(sentences));

  it('gives a sentence once the next one has begun', () => {
    const reader = new SentenceReader();
    expect([...reader.push('One. ')]).toEqual([]);
    expect([...reader.push('T')]).toEqual([{ text: 'One.', before: '' }]);
  });

  it('reads the same however the text is cut', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'B ', '. ', '\n', '1.', ' ', '[S1]', '?', '5.5') });
    fc.assert(
      fc.property(texts, fc.array(fc.nat(40)), (text, cuts) => {
        const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((place, index) => text.slice(places[index], place));
        expect(read(...pieces)).toEqual(read(text));
      }),
    );
  });
});

describe('resolveCitations', () => {
  it.each([
    ['It comes. [S1]', 'It comes.', [0], 0],
    ['It comes [S2, S1].', 'It comes.', [1, 0], 0],
    ['It comes [S1][s2; S9].', 'It comes.', [0, 1], 1],
    ['It [see below] comes [S0].', 'It [see below] comes.', [], 1],
    ['[S1]', '', [0], 0],
  ])('reads %j', (sentence, text, passages, unknown) =>
    expect(resolveCitations(sentence, 2)).toEqual({ text, passages, unknown }),
  );
});
