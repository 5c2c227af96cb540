import { readFileSync } from 'node:fs';
import { everydayText, Lexicon } from '#ai';

/** Everyday English and the words of the trade: what different words for one thing have in common. */
export const lexicon: Lexicon = Lexicon.parse(
  everydayText,
  readFileSync(new URL('./club-words.txt', import.meta.url), 'utf8'),
);
