import type { Said } from '../text/said.js';
import { eachFeature, pieceKind, togetherKind } from './features.js';
import { FeatureTable } from './feature-table.js';
import { FeatureSpace, type FeatureShares } from './feature-space.js';

export interface FeatureOptions {
  /** Training texts a piece must be in to count; rarer ones are noise. Words and neighbors count from the first. */
  readonly pieceMinTexts: number;
  /** Training texts that two words said together must be in, where there are more than `fewTexts` to learn from. */
  readonly togetherMinTexts: number;
  readonly fewTexts: number;
  /** Features that are kept at the most, the most common: what bounds the memory of a model. */
  readonly mostFeatures: number;
  readonly shares: FeatureShares;
}

/** Features that are counted at once, about 90 MB; 20,000 questions have a million, a hundred thousand up to five. */
const mostSeen = 1 << 22;
/** Texts that are read between two steps. */
const textsPerStep = 256;

/**
 * Learns which features there are and how rare each is.
 * @param isFamiliar whether what stands in the text at that place is of our own world; all of it, where it is not said
 */
export function* learnFeatureSpace(
  texts: readonly Said[],
  options: FeatureOptions,
  isFamiliar: (at: number) => boolean = () => true,
): Generator<void, FeatureSpace> {
  const seen = new FeatureTable(mostSeen);
  for (let at = 0; at < texts.length; at += 1) {
    const familiar = isFamiliar(at);
    eachFeature(texts[at]!, (hash, kind) => seen.meet(hash, kind, at, familiar));
    if (at % textsPerStep === textsPerStep - 1) yield;
  }
  const togetherLeast = texts.length > options.fewTexts ? options.togetherMinTexts : 1;
  const leastOf = (kind: number): number =>
    kind === pieceKind ? options.pieceMinTexts : kind === togetherKind ? togetherLeast : 1;
  const lines = seen.mostCommon((kind, met) => met >= leastOf(kind), options.mostFeatures);
  const idfOf = (met: number): number => Math.log((1 + texts.length) / (1 + met)) + 1;
  return new FeatureSpace({
    hashes: lines.map((line) => seen.at(line).hash),
    idf: Float32Array.from(lines, (line) => idfOf(seen.at(line).texts)),
    familiar: Uint8Array.from(lines, (line) => seen.at(line).familiar),
    unknownIdf: Math.fround(idfOf(0)),
    shares: options.shares,
  });
}
