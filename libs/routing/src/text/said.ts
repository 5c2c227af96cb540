import { deniedIn } from './denied.js';
import { normalise } from './normalise.js';
import { term } from './stem.js';
import { WordMemory } from './word-memory.js';
import { words } from './words.js';

/** Words in order, and the same words as the matchers know them, each cut to its stem. */
export interface Words {
  readonly words: readonly string[];
  readonly terms: readonly string[];
}

/** A text read once for everything that looks at it. */
export interface Said extends Words {
  /** What it is about, where it also says what it is not about. */
  readonly subject?: Words;
}

/** One string for a word and one for its term, however often it is said: what is the same string is compared at once. */
const known = new WordMemory((word) => ({ word, term: term(word) }));

/** The same words, with what the matchers know each as. */
export function saidIn(found: readonly string[]): Words {
  const both = found.map((word) => known.of(word));
  return { words: both.map(({ word }) => word), terms: both.map((one) => one.term) };
}

function subjectOf({ words, terms }: Words, denied: Uint8Array): Words {
  const isMeant = (_: string, at: number): boolean => denied[at] === 0;
  return { words: words.filter(isMeant), terms: terms.filter(isMeant) };
}

/** The whole of an example: its label says what it means, and what it denies is one more way to say it. */
export const readExample = (text: string): Said => saidIn(words(normalise(text)));

export function read(text: string): Said {
  const normalised = normalise(text);
  const all = saidIn(words(normalised));
  const denied = deniedIn(normalised, all.words);
  return denied === null ? all : { ...all, subject: subjectOf(all, denied) };
}
