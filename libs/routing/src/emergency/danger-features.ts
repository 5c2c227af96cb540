import { eachConcept } from '../concepts/find-concepts.js';
import { fnv1a, fnvStep } from '../text/hash.js';
import type { Said } from '../text/said.js';

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

type Add = (hash: number, count: number) => void;

/** Every piece of 3 to 5 characters of a word with a space at either end, so that a misspelled word keeps most of them. */
function pieces(word: string, add: Add): void {
  const size = word.length + 2;
  for (let start = 0; start + shortestPiece <= size; start += 1) {
    let hash = seeds.piece;
    for (let at = start; at < Math.min(size, start + longestPiece); at += 1) {
      hash = fnvStep(hash, at === 0 || at === size - 1 ? edge : word.charCodeAt(at - 1));
      if (at - start + 1 >= shortestPiece) add(hash, counts.piece);
    }
  }
}

/** Words, neighbors, words with one between them, pieces of words, and what they mean; work grows with the words alone. */
function eachDangerFeature({ words, terms }: Said, add: Add): void {
  const hashes = terms.map((term) => fnv1a(term));
  for (const [at, hash] of hashes.entries()) {
    add(fnvStep(seeds.word, hash), counts.word);
    add(fnvStep(fnvStep(seeds.pair, hashes[at - 1] ?? 1), hash), counts.pair);
    if (at >= 2) add(fnvStep(fnvStep(seeds.skip, hashes[at - 2]!), hash), counts.skip);
    pieces(words[at]!, add);
  }
  add(fnvStep(fnvStep(seeds.pair, hashes.at(-1) ?? 1), 2), counts.pair);
  let before = -1;
  eachConcept(terms, (concept) => {
    add(fnvStep(seeds.concept, concept), counts.concept);
    if (before >= 0) add(fnvStep(fnvStep(seeds.concepts, before), concept), counts.concepts);
    before = concept;
  });
}

/** Counts of the text that is read just now; all zero in between. One for all, since a text is read at once. */
const sums = new Float32Array(dangerPlaces);
const { sqrt } = Math;

/** A text as the detector sees it; features are hashed to places (Weinberger et al. 2009), so none has to be learned. */
export function dangerVector(said: Said): DangerVector {
  const touched: number[] = [];
  let square = 0;
  eachDangerFeature(said, (hash, count) => {
    // The low bits of a product hang on few bits of its input: the high ones are mixed in.
    const place = ((hash ^ (hash >>> 15)) >>> 0) % dangerPlaces;
    if (sums[place] === 0) touched.push(place);
    sums[place]! += count;
    square += count;
  });
  // A value is the root of a count, so their squares add up to the counts.
  const length = sqrt(square) || 1;
  const values = new Float32Array(touched.length);
  for (let at = 0; at < touched.length; at += 1) {
    values[at] = sqrt(sums[touched[at]!]!) / length;
    sums[touched[at]!] = 0;
  }
  return { places: Uint32Array.from(touched), values };
}
