import { eachConcept } from '../concepts/find-concepts.js';
import { fnv1a, fnvOffset, fnvStep } from '../text/hash.js';
import type { Said } from '../text/said.js';

/** The kinds of features: a word, two neighbors, a piece of 2 to 5 characters of a word, a concept, two words of one text. */
export const wordKind = 0;
export const pairKind = 1;
export const pieceKind = 2;
export const conceptKind = 3;
export const togetherKind = 4;
export type FeatureKind =
  typeof wordKind | typeof pairKind | typeof pieceKind | typeof conceptKind | typeof togetherKind;

/** The hash has a sign: a number of 32 bits without one is put into an object of its own whenever it is handed on. */
export type EmitFeature = (hash: number, kind: FeatureKind) => void;

const wordSeed = fnv1a('word', fnvOffset);
const pairSeed = fnv1a('pair', fnvOffset);
const conceptSeed = fnv1a('concept', fnvOffset);
const conceptPairSeed = fnv1a('concept pair', fnvOffset);
const wordAfterSeed = fnv1a('word after', fnvOffset);
const wordBeforeSeed = fnv1a('word before', fnvOffset);
const pieceSeed = fnv1a('piece', fnvOffset);
const togetherSeed = fnv1a('together', fnvOffset);

const shortestPiece = 2;
const longestPiece = 5;
const edge = 32;
/** How far apart two words may be to count as said together: whole questions, and bounded work in a long text. */
const togetherWithin = 12;

/** Pieces of the word that is cut just now; no word is longer than 40 characters. */
const cut = new Int32Array(256);

/**
 * Every piece of 2 to 5 characters of a word with a space at either end; one rolling hash for each place it begins.
 * @returns what the next call overwrites
 */
export function cutPieces(word: string): Int32Array {
  const size = word.length + 2;
  const most = longestPiece * size;
  const hashes = most <= cut.length ? cut : new Int32Array(most);
  let found = 0;
  for (let start = 0; start + shortestPiece <= size; start += 1) {
    let hash = pieceSeed;
    const stop = Math.min(size, start + longestPiece);
    for (let at = start; at < stop; at += 1) {
      hash = fnvStep(hash, at === 0 || at === size - 1 ? edge : word.charCodeAt(at - 1));
      if (at - start + 1 < shortestPiece) continue;
      hashes[found] = hash;
      found += 1;
    }
  }
  return hashes.subarray(0, found);
}

/** A concept, the concept after it, and the words on either side of it: "lost" beside a thing is not "lost" beside a way. */
function conceptFeatures(terms: readonly string[], emit: EmitFeature): void {
  let before = -1;
  let beforeAt = -1;
  const firstAt = new Int16Array(terms.length).fill(-1);
  eachConcept(terms, (concept, at) => {
    emit(fnvStep(conceptSeed, concept) | 0, conceptKind);
    if (before >= 0 && at > beforeAt) emit(fnvStep(fnvStep(conceptPairSeed, before), concept) | 0, conceptKind);
    before = concept;
    beforeAt = at;
    if (firstAt[at] === -1) firstAt[at] = concept;
  });
  for (let at = 0; at + 1 < terms.length; at += 1) {
    if (firstAt[at]! >= 0) emit(fnv1a(terms[at + 1]!, fnvStep(wordAfterSeed, firstAt[at]!)) | 0, pairKind);
    if (firstAt[at + 1]! >= 0) emit(fnv1a(terms[at]!, fnvStep(wordBeforeSeed, firstAt[at + 1]!)) | 0, pairKind);
  }
}

/** Every two words said near each other, whichever comes first: "refund my card" and "card to be refunded" share one. */
function eachTogether(terms: readonly string[], emit: EmitFeature): void {
  const hashes = terms.map((term) => fnv1a(term));
  for (let at = 0; at < hashes.length; at += 1) {
    const stop = Math.min(hashes.length, at + 1 + togetherWithin);
    for (let other = at + 1; other < stop; other += 1) {
      const one = hashes[at]!;
      const two = hashes[other]!;
      if (one === two) continue;
      const low = one < two ? one : two;
      emit(fnvStep(fnvStep(togetherSeed, low), low === one ? two : one) | 0, togetherKind);
    }
  }
}

/** A word without its neighbors. */
export const wordFeature = (term: string): number => fnv1a(term, wordSeed) | 0;

/** A word after another; null is the beginning of a text, or its end. */
export const pairFeature = (before: string | null, now: string | null): number =>
  fnv1a(now ?? '$', fnv1a(before ?? '^', pairSeed)) | 0;

/** What words say that are not alone: concepts, and words said together. */
export function eachFeatureAcross(terms: readonly string[], emit: EmitFeature): void {
  conceptFeatures(terms, emit);
  eachTogether(terms, emit);
}

/** Calls `emit` for every occurrence of a feature in a text: its 32-bit hash and the kind it is of. */
export function eachFeature({ words, terms }: Said, emit: EmitFeature): void {
  let before: string | null = null;
  for (let at = 0; at < terms.length; at += 1) {
    const now = terms[at]!;
    emit(wordFeature(now), wordKind);
    emit(pairFeature(before, now), pairKind);
    before = now;
    const pieces = cutPieces(words[at]!);
    for (let next = 0; next < pieces.length; next += 1) emit(pieces[next]!, pieceKind);
  }
  if (before !== null) emit(pairFeature(before, null), pairKind);
  eachFeatureAcross(terms, emit);
}
