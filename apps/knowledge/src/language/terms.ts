import { stem, stopWords, wordsOf, type Lexicon } from '#ai';

/** How often a text says a thing. */
export type TermCounts = ReadonlyMap<string, number>;

/** A word of a text by its stem, with the concepts it takes part in. */
export interface ReadWord {
  readonly text: string;
  readonly stem: string;
  readonly concepts: readonly string[];
}

/** How a concept stands among terms; no word begins with this sign. */
export const conceptTerm = (concept: string): string => `=${concept}`;

/** The words of a text in order, words that only hold a sentence together left out unless they are part of a phrase. */
export function readWords(text: string, lexicon: Lexicon): ReadWord[] {
  const words = wordsOf(text);
  const stems = words.map((word) => stem(word.text));
  const concepts = stems.map(() => [] as string[]);
  for (const { concept, from, to } of lexicon.find(stems)) {
    for (let index = from; index < to; index += 1) concepts[index]!.push(concept);
  }
  return words
    .map((word, index) => ({ text: word.text, stem: stems[index]!, concepts: concepts[index]! }))
    .filter((word) => !stopWords.has(word.text) || word.concepts.length > 0);
}

/** What a text is about: the stems of its words, and its concepts. */
export function termsOf(text: string, lexicon: Lexicon): TermCounts {
  const counts = new Map<string, number>();
  const add = (term: string): void => void counts.set(term, (counts.get(term) ?? 0) + 1);
  const words = wordsOf(text);
  const stems = words.map((word) => stem(word.text));
  words.forEach((word, index) => {
    if (!stopWords.has(word.text)) add(stems[index]!);
  });
  for (const { concept } of lexicon.find(stems)) add(conceptTerm(concept));
  return counts;
}
