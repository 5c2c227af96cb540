import { normalise } from '../text/normalise.js';
import { PhraseTrie } from '../text/phrase-trie.js';
import { term } from '../text/stem.js';
import { words } from '../text/words.js';
import { concepts } from './index.js';

const names = Object.keys(concepts);

const trie = new PhraseTrie();
for (const [at, name] of names.entries()) {
  for (const phrase of concepts[name]!.split(',')) trie.add(words(normalise(phrase)).map(term), at);
}

/** Calls `found` for every word or phrase of a concept, in the order of the text. */
export function eachConcept(terms: readonly string[], found: (concept: number, start: number) => void): void {
  for (const { value, start } of trie.find(terms)) found(value, start);
}
