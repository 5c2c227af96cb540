import { describe, expect, it } from '@jest/globals';
import { vocabularyOf } from '../grounding/foreign-words.js';
import { WordGate } from './word-gate.js';

const vocabulary = vocabularyOf(
  [
    'The code comes by text 60 minutes before the start. Look in the app. A technician has the key. It costs 5 dollars.',
  ],
  'say xylocanary',
);

/** What was let through after each piece. */
function through(pieces: readonly string[], line = ''): string {
  const gate = new WordGate(vocabulary, line);
  let text = '';
  let open = 0;
  for (const piece of pieces) {
    text += piece;
    const settled = gate.settled(text);
    expect(settled).toBeGreaterThanOrEqual(open);
    open = settled;
  }
  return text.slice(0, open);
}

describe('WordGate', () => {
  it.each([
    ['You can look in the app now', 'You can look in the app now'],
    ['Well, look in the app', 'Well, look in the app'],
    ['The code comes 60 minutes before', 'The code comes'],
    ['It takes sixty minutes', 'It takes'],
    ['Look at evil.example', 'Look at'],
    ['Look at the app.', 'Look at the'],
    ['The next start is free', 'The next start is'],
    ['A technician will come', 'A technician'],
    ['A technician is coming', 'A technician is'],
    ['Look on Monday', 'Look on'],
    ['Yes, you can', ''],
    ['1. Look', ''],
    ['Look [S1] here', 'Look'],
    ['Look **here**', 'Look'],
    ['The xylocanary', 'The'],
    ['Elephants look', ''],
    ['Look  twice', 'Look'],
  ])('lets of %j through %j', (sentence, expected) => expect(through([`${sentence} `])).toBe(expected));

  it.each([
    [['You'], 'You'],
    [['You', ' ca'], 'You'],
    [['You', ' can'], 'You'],
    [['You', ' can', ' '], 'You can'],
    [['You', ' can', 'not'], 'You'],
    [['Look', ' for'], 'Look'],
    [['Look', ' for', 'ty'], 'Look'],
    [['Look', ' in', ',', ' then'], 'Look in, then'],
    [['Look', ','], 'Look'],
    [['We', "'", 'll come'], 'We'],
  ])('of pieces %j lets through %j', (pieces, expected) => expect(through(pieces)).toBe(expected));

  it('holds what makes another number of the line before, or a promise', () => {
    expect(through(['dollars '], 'It costs 60')).toBe('');
    expect(through(['come '], 'A technician will')).toBe('');
  });

  it('holds a sentence without an end', () => expect(through(['look '.repeat(60)]).split(' ')).toHaveLength(40));
});
