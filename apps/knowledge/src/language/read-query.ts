import { stem, stopWords, type Lexicon } from '#ai';
import { conceptTerm, readWords } from './terms.js';
import type { Vocabulary } from './vocabulary.js';

/** A question as it is searched for. */
export interface ReadQuery {
  /** As it was asked, words that nobody knows replaced by what was probably meant. */
  readonly text: string;
  /** What each term counts; all of them together 1. */
  readonly terms: ReadonlyMap<string, number>;
  /** The share of the question that each term is; a passage that holds all of them covers 1. */
  readonly shares: ReadonlyMap<string, number>;
}

/** Above 1 rare words win over several common ones. Chosen, as the others, on the development half of the club's questions. */
const rarityPower = 1.5;
/** What a meaning counts beside the word itself. */
const conceptWeight = 1;
/** What a bare number counts beside a word: it is mostly the number of a bay. */
const numberWeight = 0.3;
/** How much of a word is held by a passage that speaks of the same thing in other words. */
const conceptShare = 0.5;
/** The longest question would otherwise make hundreds of terms; the rarest of them decide anyway. */
const termsAtMost = 64;

/** What to search for: stems and concepts, the rare ones first, and slips of the pen corrected. */
export function readQuery(text: string, vocabulary: Vocabulary, lexicon: Lexicon): ReadQuery {
  const corrected = correct(text, vocabulary, lexicon);
  const terms = new Map<string, number>();
  const shares = new Map<string, number>();
  const add = (to: Map<string, number>, term: string, weight: number): void =>
    void to.set(term, Math.max(to.get(term) ?? 0, weight));
  for (const word of readWords(corrected.text, lexicon)) {
    const factor = /^\d{1,2}$/.test(word.text) ? numberWeight : 1;
    const stop = stopWords.has(word.text);
    const rarity = factor * vocabulary.rarity(word.stem);
    if (!stop) {
      add(terms, word.stem, factor * vocabulary.rarity(word.stem) ** rarityPower);
      add(shares, word.stem, word.concepts.length === 0 ? rarity : rarity * (1 - conceptShare));
    }
    for (const concept of word.concepts.map(conceptTerm)) {
      add(terms, concept, conceptWeight * vocabulary.rarity(concept) ** rarityPower);
      add(shares, concept, ((stop ? vocabulary.rarity(concept) : rarity) * conceptShare) / word.concepts.length);
    }
  }
  // Another instance may have published the word a moment ago, so what was written is looked for as well.
  for (const written of corrected.replaced) add(terms, written, vocabulary.rarity(written) ** rarityPower);
  return { text: corrected.text, terms: asShares(terms), shares: asShares(shares) };
}

function asShares(weights: ReadonlyMap<string, number>): Map<string, number> {
  const heaviest = [...weights].sort(([, a], [, b]) => b - a).slice(0, termsAtMost);
  const sum = heaviest.reduce((total, [, weight]) => total + weight, 0);
  return new Map(heaviest.map(([term, weight]) => [term, weight / (sum || 1)]));
}

function correct(text: string, vocabulary: Vocabulary, lexicon: Lexicon): { text: string; replaced: string[] } {
  const replaced: string[] = [];
  const corrected = text.replace(/[\p{L}\p{N}'’]+/gu, (written) => {
    const word = written.toLowerCase().replace(/['’]/g, '');
    const wordStem = stem(word);
    if (stopWords.has(word) || vocabulary.has(wordStem)) return written;
    const meant = vocabulary.correct(wordStem, lexicon);
    if (meant === undefined) return written;
    replaced.push(wordStem);
    return meant;
  });
  return { text: corrected, replaced };
}
