import { normalise } from './normalise.js';
import { term } from './stem.js';
import { words } from './words.js';

/** A text read once for everything that looks at it. */
export interface Said {
  /** Its normalised words in order. */
  readonly words: readonly string[];
  /** The same words as the matchers know them, each cut to its stem. */
  readonly terms: readonly string[];
}

export function read(text: string): Said {
  const found = words(normalise(text));
  return { words: found, terms: found.map(term) };
}
