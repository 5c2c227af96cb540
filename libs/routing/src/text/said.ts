import { normalise } from './normalise.js';
import { term } from './stem.js';
import { WordMemory } from './word-memory.js';
import { words } from './words.js';

/** A text read once for everything that looks at it. */
export interface Said {
  /** Its normalised words in order. */
  readonly words: readonly string[];
  /** The same words as the matchers know them, each cut to its stem. */
  readonly terms: readonly string[];
}

/** One string for a word and one for its term, however often it is said: what is the same string is compared at once. */
const known = new WordMemory((word) => ({ word, term: term(word) }));

/** The same words, with what the matchers know each as. */
export function saidIn(found: readonly string[]): Said {
  const both = found.map((word) => known.of(word));
  return { words: both.map(({ word }) => word), terms: both.map((one) => one.term) };
}

export const read = (text: string): Said => saidIn(words(normalise(text)));
