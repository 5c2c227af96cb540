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

/**
 * Calls `found` for every word or phrase of a concept, in the order of the text. A phrase hides the words and phrases
 * inside it: "lost property" is lost, and no property.
 */
export function eachConcept(terms: readonly string[], found: (concept: number, start: number) => void): void {
  const matches = trie.find(terms);
  const longest = new Uint16Array(terms.length);
  for (const { start, end } of matches) {
    for (let at = start; at < end; at += 1) longest[at] = Math.max(longest[at]!, end - start);
  }
  for (const { value, start, end } of matches) {
    let hidden = true;
    for (let at = start; at < end; at += 1) hidden &&= longest[at]! > end - start;
    if (!hidden) found(value, start);
  }
}
