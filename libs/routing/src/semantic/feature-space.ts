import { conceptKind, eachFeature, pieceKind, togetherKind, wordKind } from './features.js';
import type { Said } from '../text/said.js';
import { HashIndex } from './hash-index.js';

/** Positions and values of what is not zero, positions in the order they were first met. */
export interface SparseVector {
  readonly indices: Uint32Array;
  readonly values: Float32Array;
}

export interface Vectorized {
  readonly vector: SparseVector;
  /** 0 to 1: how much of the text's words, each weighed by its rarity, is familiar. */
  readonly known: number;
}

/**
 * 0 to 1: which part of a vector's squared length words with their neighbors have, pieces of words, concepts, and words said
 * together.
 */
export type FeatureShares = readonly [number, number, number, number];

/** What a feature space is made of, and all that is kept of it. */
export interface FeatureSpaceData {
  readonly hashes: Uint32Array;
  /** Smoothed inverse document frequency of each: ln((1 + N) / (1 + df)) + 1 (Salton and Buckley 1988, as scikit-learn smooths it). */
  readonly idf: Float32Array;
  /** 1 where a feature was met in a text of our own world, 0 where only in what is nobody's business. */
  readonly familiar: Uint8Array;
  /** The idf of a feature that no training text has. */
  readonly unknownIdf: number;
  readonly shares: FeatureShares;
}

/**
 * Turns texts into TF-IDF vectors. Words with pairs, and pieces, are brought to length one each before they are put
 * together, so that a long word with its many pieces does not outweigh a short one. What training never met still counts
 * in the length: a text of unknown words gets a short vector, and a classifier is unsure of it.
 */
export class FeatureSpace {
  private readonly index: HashIndex;
  private readonly counts: Float32Array;
  private readonly kinds: Uint8Array;
  private readonly touched: Uint32Array;

  constructor(readonly data: FeatureSpaceData) {
    this.index = new HashIndex(data.hashes);
    this.counts = new Float32Array(data.hashes.length);
    this.kinds = new Uint8Array(data.hashes.length);
    this.touched = new Uint32Array(data.hashes.length);
  }

  get size(): number {
    return this.data.hashes.length;
  }

  vectorize(said: Said): Vectorized {
    const { idf, familiar, unknownIdf, shares } = this.data;
    const { counts, kinds, touched } = this;
    let size = 0;
    const squares = [0, 0, 0, 0];
    let unknownWords = 0;
    eachFeature(said, (hash, kind) => {
      const position = this.index.find(hash);
      if (position < 0) {
        squares[blockOf(kind)]! += unknownIdf * unknownIdf;
        if (kind === wordKind) unknownWords += unknownIdf;
        return;
      }
      if (counts[position] === 0) {
        kinds[position] = kind;
        touched[size] = position;
        size += 1;
      }
      counts[position]! += 1;
    });
    const indices = touched.slice(0, size);
    const values = new Float32Array(size);
    let knownWords = 0;
    for (let at = 0; at < size; at += 1) {
      const position = indices[at]!;
      const value = (1 + Math.log(counts[position]!)) * idf[position]!;
      counts[position] = 0;
      values[at] = value;
      squares[blockOf(kinds[position]!)]! += value * value;
      if (kinds[position] === wordKind) {
        if (familiar[position] === 1) knownWords += value;
        else unknownWords += value;
      }
    }
    const scales = squares.map((square, block) => Math.sqrt(shares[block]! / (square || 1)));
    for (let at = 0; at < size; at += 1) values[at]! *= scales[blockOf(kinds[indices[at]!]!)]!;
    return { vector: { indices, values }, known: knownWords / (knownWords + unknownWords || 1) };
  }
}

const blockOf = (kind: number): number =>
  kind === pieceKind ? 1 : kind === conceptKind ? 2 : kind === togetherKind ? 3 : 0;
