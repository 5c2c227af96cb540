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

const termsOfWords = new WordMemory(term);

/** The same words, with what the matchers know each as. */
export const saidIn = (found: readonly string[]): Said => ({
  words: found,
  terms: found.map((word) => termsOfWords.of(word)),
});

export const read = (text: string): Said => saidIn(words(normalise(text)));
