import { read } from '../text/said.js';
import { eachFeature, pieceKind } from './features.js';
import { FeatureSpace } from './feature-space.js';

export interface FeatureOptions {
  /** Training texts a piece must be in to count; rarer ones are noise. Words and pairs count from the first. */
  readonly pieceMinTexts: number;
  readonly shares: readonly [number, number, number];
}

/** Texts that are read between two steps. */
const textsPerStep = 256;

/** Learns which features there are and how rare each is. */
export function* learnFeatureSpace(texts: readonly string[], options: FeatureOptions): Generator<void, FeatureSpace> {
  const seen = new Map<number, { texts: number; last: number; kind: number }>();
  for (const [at, text] of texts.entries()) {
    eachFeature(read(text), (hash, kind) => {
      const feature = seen.get(hash);
      if (feature === undefined) seen.set(hash, { texts: 1, last: at, kind });
      else if (feature.last !== at) {
        feature.texts += 1;
        feature.last = at;
      }
    });
    if (at % textsPerStep === textsPerStep - 1) yield;
  }
  const kept = [...seen].filter(([, { texts: met, kind }]) => kind !== pieceKind || met >= options.pieceMinTexts);
  const idfOf = (met: number): number => Math.log((1 + texts.length) / (1 + met)) + 1;
  return new FeatureSpace({
    hashes: Uint32Array.from(kept, ([hash]) => hash),
    idf: Float32Array.from(kept, ([, feature]) => idfOf(feature.texts)),
    unknownIdf: Math.fround(idfOf(0)),
    shares: options.shares,
  });
}
