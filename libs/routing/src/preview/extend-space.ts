import { FeatureSpace } from '../semantic/feature-space.js';
import { eachFeature, pieceKind, wordKind } from '../semantic/features.js';
import { HashIndex } from '../semantic/hash-index.js';
import { learning } from '../semantic/learn-semantic-model.js';
import { read } from '../text/said.js';

export interface ExtendedSpace {
  readonly space: FeatureSpace;
  /** Terms that the space did not know: a text without any of them looks in it as it did before. */
  readonly terms: ReadonlySet<string>;
}

/** What was there, and new values behind it. */
function behind<Numbers extends Uint32Array | Float32Array | Uint8Array>(
  all: Numbers,
  before: Numbers,
  valueOf: (at: number) => number,
): Numbers {
  all.set(before);
  for (let at = before.length; at < all.length; at += 1) all[at] = valueOf(at - before.length);
  return all;
}

/**
 * A space with the words that new texts bring and it does not know yet, and pieces of these, behind what it knows. Where it
 * is full already, a word that only one of them has would find no place in a space that is learned anew either.
 * @param examples how many texts there are with the new ones
 */
export function* extendSpace(
  space: FeatureSpace,
  texts: readonly string[],
  examples: number,
): Generator<void, ExtendedSpace> {
  const { hashes, idf, familiar } = space.data;
  const known = new HashIndex(hashes);
  yield;
  const met = new Map<number, { texts: number; last: number; isWord: boolean }>();
  const terms = new Set<string>();
  const meet = (hash: number, isWord: boolean, at: number): void => {
    const feature = met.get(hash);
    if (feature === undefined) met.set(hash, { texts: 1, last: at, isWord });
    else if (feature.last !== at) Object.assign(feature, { texts: feature.texts + 1, last: at });
  };
  for (const [at, text] of texts.entries()) {
    const said = read(text);
    said.terms.forEach((term, place) => {
      eachFeature({ words: [said.words[place]!], terms: [term] }, (hash, kind) => {
        if (known.find(hash) >= 0 || (kind !== wordKind && kind !== pieceKind)) return;
        meet(hash, kind === wordKind, at);
        if (kind === wordKind) terms.add(term);
      });
    });
  }
  const isFull = space.size >= learning.mostFeatures;
  const kept = [...met].filter(([, feature]) => feature.texts > 1 || (feature.isWord && !isFull));
  const idfOf = (count: number): number => Math.log((1 + examples) / (1 + count)) + 1;
  yield;
  const size = hashes.length + kept.length;
  const data = {
    ...space.data,
    hashes: behind(new Uint32Array(size), hashes, (at) => kept[at]![0]),
    idf: behind(new Float32Array(size), idf, (at) => idfOf(kept[at]![1].texts)),
    familiar: behind(new Uint8Array(size), familiar, () => 1),
  };
  const extended = new FeatureSpace(data);
  return { space: extended, terms };
}
