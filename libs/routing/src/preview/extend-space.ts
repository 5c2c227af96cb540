import { FeatureSpace } from '../semantic/feature-space.js';
import { eachFeature, pieceKind, wordKind } from '../semantic/features.js';
import { learning } from '../semantic/learn-semantic-model.js';
import { read } from '../text/said.js';

export interface ExtendedSpace {
  readonly space: FeatureSpace;
  /** Terms that the space did not know: a text without any of them looks in it as it did before. */
  readonly terms: ReadonlySet<string>;
}

/**
 * A space with the words that new texts bring and it does not know yet, and pieces of these, behind what it knows. Where it
 * is full already, a word that only one of them has would find no place in a space that is learned anew either.
 * @param examples how many texts there are with the new ones
 */
export function extendSpace(space: FeatureSpace, texts: readonly string[], examples: number): ExtendedSpace {
  const { hashes, idf, familiar } = space.data;
  const known = new Set(hashes);
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
        if (known.has(hash) || (kind !== wordKind && kind !== pieceKind)) return;
        meet(hash, kind === wordKind, at);
        if (kind === wordKind) terms.add(term);
      });
    });
  }
  const isFull = space.size >= learning.mostFeatures;
  const kept = [...met].filter(([, feature]) => feature.texts > 1 || (feature.isWord && !isFull));
  const idfOf = (count: number): number => Math.log((1 + examples) / (1 + count)) + 1;
  const extended = new FeatureSpace({
    ...space.data,
    hashes: Uint32Array.from([...hashes, ...kept.map(([hash]) => hash)]),
    idf: Float32Array.from([...idf, ...kept.map(([, feature]) => idfOf(feature.texts))]),
    familiar: Uint8Array.from([...familiar, ...kept.map(() => 1)]),
  });
  return { space: extended, terms };
}
