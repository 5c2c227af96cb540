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

/**
 * Learns which features there are and how rare each is.
 * @param isFamiliar whether what stands in the text at that place is of our own world; all of it, where it is not said
 */
export function* learnFeatureSpace(
  texts: readonly string[],
  options: FeatureOptions,
  isFamiliar: (at: number) => boolean = () => true,
): Generator<void, FeatureSpace> {
  const seen = new Map<number, { texts: number; last: number; kind: number; familiar: boolean }>();
  for (const [at, text] of texts.entries()) {
    eachFeature(read(text), (hash, kind) => {
      const feature = seen.get(hash);
      if (feature === undefined) seen.set(hash, { texts: 1, last: at, kind, familiar: isFamiliar(at) });
      else if (feature.last !== at) {
        feature.texts += 1;
        feature.last = at;
        feature.familiar ||= isFamiliar(at);
      }
    });
    if (at % textsPerStep === textsPerStep - 1) yield;
  }
  const kept = [...seen].filter(([, { texts: met, kind }]) => kind !== pieceKind || met >= options.pieceMinTexts);
  const idfOf = (met: number): number => Math.log((1 + texts.length) / (1 + met)) + 1;
  return new FeatureSpace({
    hashes: Uint32Array.from(kept, ([hash]) => hash),
    idf: Float32Array.from(kept, ([, feature]) => idfOf(feature.texts)),
    familiar: Uint8Array.from(kept, ([, feature]) => (feature.familiar ? 1 : 0)),
    unknownIdf: Math.fround(idfOf(0)),
    shares: options.shares,
  });
}
