import { eachConcept } from '../concepts/find-concepts.js';
import { fnv1a, fnvStep } from '../text/hash.js';
import type { Said } from '../text/said.js';
import { WordMemory } from '../text/word-memory.js';

/** Places that features are hashed to, about twice as many as the messages have features. */
export const dangerPlaces = 1 << 17;

/** Places and values of what a text has, its length in values one. */
export interface DangerVector {
  readonly places: Uint32Array;
  readonly values: Float32Array;
}

const seeds = {
  word: fnv1a('word'),
  pair: fnv1a('pair'),
  skip: fnv1a('skip'),
  piece: fnv1a('piece'),
  concept: fnv1a('concept'),
  concepts: fnv1a('concepts'),
};

/** How much one occurrence counts: what stands alone more than what its neighbors say as well. */
const counts = { word: 1, pair: 1, skip: 0.5, piece: 0.25, concept: 1, concepts: 0.7 };

const shortestPiece = 3;
const longestPiece = 5;
const edge = 32;

/** The low bits of a product hang on few bits of its input: the high ones are mixed in. */
const placeOf = (hash: number): number => ((hash ^ (hash >>> 15)) >>> 0) % dangerPlaces;

/** Places of the word that is cut just now; no word is longer than 40 characters. */
const cut = new Uint32Array(256);

/** Every piece of 3 to 5 characters of a word with a space at either end, so that a misspelled word keeps most of them. */
function piecesOf(word: string): Uint32Array {
  const size = word.length + 2;
  const most = longestPiece * size;
  const places = most <= cut.length ? cut : new Uint32Array(most);
  let found = 0;
  for (let start = 0; start + shortestPiece <= size; start += 1) {
    let hash = seeds.piece;
    for (let at = start; at < Math.min(size, start + longestPiece); at += 1) {
      hash = fnvStep(hash, at === 0 || at === size - 1 ? edge : word.charCodeAt(at - 1));
      if (at - start + 1 < shortestPiece) continue;
      places[found] = placeOf(hash);
      found += 1;
    }
  }
  return places.slice(0, found);
}

const pieces = new WordMemory(piecesOf);

/** Counts of the text that is read just now; all zero in between. One for all, since a text is read at once. */
const sums = new Float32Array(dangerPlaces);
/** The places that have a count, as many as `met` says; no text has more features than this. */
const touched = new Uint32Array(dangerPlaces);
let met = 0;
const { sqrt } = Math;

function add(place: number, count: number): void {
  if (sums[place] === 0) {
    touched[met] = place;
    met += 1;
  }
  sums[place]! += count;
}

/**
 * Words, neighbors, words with one between them, pieces of words, and what they mean; work grows with the words alone.
 * @returns what all of them count together
 */
function countFeatures({ words, terms }: Said): number {
  let all = 0;
  const count = (hash: number, by: number): void => {
    add(placeOf(hash), by);
    all += by;
  };
  let hash = 1;
  let last = 1;
  for (const [at, term] of terms.entries()) {
    const [beforeLast, before] = [last, hash];
    [last, hash] = [before, fnv1a(term)];
    count(fnvStep(seeds.word, hash), counts.word);
    count(fnvStep(fnvStep(seeds.pair, before), hash), counts.pair);
    if (at >= 2) count(fnvStep(fnvStep(seeds.skip, beforeLast), hash), counts.skip);
    const places = pieces.of(words[at]!);
    for (let next = 0; next < places.length; next += 1) add(places[next]!, counts.piece);
    all += places.length * counts.piece;
  }
  count(fnvStep(fnvStep(seeds.pair, hash), 2), counts.pair);
  let before = -1;
  eachConcept(terms, (concept) => {
    count(fnvStep(seeds.concept, concept), counts.concept);
    if (before >= 0) count(fnvStep(fnvStep(seeds.concepts, before), concept), counts.concepts);
    before = concept;
  });
  return all;
}

/** A text as the detector sees it; features are hashed to places (Weinberger et al. 2009), so none has to be learned. */
export function dangerVector(said: Said): DangerVector {
  met = 0;
  // A value is the root of a count, so their squares add up to the counts.
  const length = sqrt(countFeatures(said)) || 1;
  const places = touched.slice(0, met);
  const values = new Float32Array(met);
  for (let at = 0; at < met; at += 1) {
    values[at] = sqrt(sums[places[at]!]!) / length;
    sums[places[at]!] = 0;
  }
  return { places, values };
}
