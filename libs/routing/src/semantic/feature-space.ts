import type { Said } from '../text/said.js';
import { term } from '../text/stem.js';
import { WordMemory } from '../text/word-memory.js';
import {
  cutPieces,
  eachFeatureAcross,
  pairFeature,
  pairKind,
  pieceKind,
  wordFeature,
  wordKind,
  type FeatureKind,
} from './features.js';
import { HashIndex } from './hash-index.js';
import type { PackedVectors } from './packed-vectors.js';

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

/** What a word has whatever stands beside it: positions of its features, each as often as the word has it. */
export interface KnownWord {
  /** The position of the word itself, or -1. */
  readonly word: number;
  readonly pieces: Uint32Array;
  /** Pieces that no training text has. */
  readonly unknownPieces: number;
}

const { log, sqrt } = Math;

/** What stands where in a feature's record; its idf comes first. */
const recordSize = 4;
const countAt = 1;
const kindAt = 2;
const familiarAt = 3;

/** Which block of a vector a kind of features is in: words with their neighbors, pieces, concepts, words said together. */
export const blocks = 4;
export const blockOf = Uint8Array.of(0, 0, 1, 2, 3);

/**
 * Turns texts into TF-IDF vectors. Words with pairs, and pieces, are brought to length one each before they are put
 * together, so that a long word with its many pieces does not outweigh a short one. What training never met still counts
 * in the length: a text of unknown words gets a short vector, and a classifier is unsure of it.
 */
export class FeatureSpace {
  /** Where each feature is, by its hash. */
  readonly index: HashIndex;
  private words: WordMemory<KnownWord>;
  /**
   * Four numbers for each feature, side by side so that the memory is waited for once: its idf, whether it is familiar, and
   * of the text that is read just now how often it has the feature and of what kind that is.
   */
  private records = new Float32Array(0);
  /** The features that the text has, in the order they were met, and what each is worth. */
  private touched = new Uint32Array(0);
  private values = new Float32Array(0);
  private met = 0;
  /** How many features it has that no training text has, by kind. */
  private readonly unknown = new Uint32Array(blockOf.length);

  constructor(readonly data: FeatureSpaceData) {
    this.index = new HashIndex(data.hashes);
    this.words = new WordMemory((word) => this.look(word));
  }

  get size(): number {
    return this.data.hashes.length;
  }

  /** Bytes that are held to read texts with, beside what was learned. */
  get bytesToRead(): number {
    return this.records.byteLength + this.touched.byteLength + this.values.byteLength;
  }

  /**
   * Lets go of what texts are read with, about 24 bytes a feature, until the next is: questions are scored without
   * (`TextScorer`), and only learning and trials make vectors of whole texts.
   */
  rest(): void {
    this.words = new WordMemory((word) => this.look(word));
    this.records = new Float32Array(0);
    this.touched = new Uint32Array(0);
    this.values = new Float32Array(0);
  }

  private getReady(): void {
    const { idf, familiar } = this.data;
    this.touched = new Uint32Array(this.size);
    this.values = new Float32Array(this.size);
    this.records = new Float32Array(recordSize * this.size);
    for (let position = 0; position < this.size; position += 1) {
      this.records[recordSize * position] = idf[position]!;
      this.records[recordSize * position + familiarAt] = familiar[position]!;
    }
  }

  vectorize(said: Said): Vectorized {
    const known = this.read(said);
    return { vector: { indices: this.touched.slice(0, this.met), values: this.values.slice(0, this.met) }, known };
  }

  /** Puts the vector of a text behind those of others. */
  pack(said: Said, into: PackedVectors): void {
    this.read(said);
    into.add(this.touched, this.values, this.met);
  }

  /** Finds the features of a text and what each is worth. @returns how much of its words is familiar */
  private read(said: Said): number {
    if (this.touched.length !== this.size) this.getReady();
    this.countAll(said);
    const { unknownIdf, shares } = this.data;
    const { records, unknown, touched, values, met } = this;
    const squares = new Float64Array(blocks);
    for (let kind = 0; kind < unknown.length; kind += 1) {
      squares[blockOf[kind]!]! += unknown[kind]! * unknownIdf * unknownIdf;
    }
    for (let at = 0; at < met; at += 1) {
      const record = recordSize * touched[at]!;
      const count = records[record + countAt]!;
      const value = (count === 1 ? 1 : 1 + log(count)) * records[record]!;
      values[at] = value;
      squares[blockOf[records[record + kindAt]!]!]! += value * value;
    }
    const known = this.knownShare();
    const scales = squares.map((square, block) => sqrt(shares[block]! / (square || 1)));
    for (let at = 0; at < met; at += 1) {
      const record = recordSize * touched[at]!;
      values[at]! *= scales[blockOf[records[record + kindAt]!]!]!;
      records[record + countAt] = 0;
    }
    return known;
  }

  /** How much of the words, by what each weighs, is familiar. */
  private knownShare(): number {
    const { records, touched, values, met } = this;
    let known = 0;
    let unknown = this.unknown[wordKind]! * this.data.unknownIdf;
    for (let at = 0; at < met; at += 1) {
      const record = recordSize * touched[at]!;
      if (records[record + kindAt] !== wordKind) continue;
      if (records[record + familiarAt] === 1) known += values[at]!;
      else unknown += values[at]!;
    }
    return known / (known + unknown || 1);
  }

  private countAll(said: Said): void {
    const { words, terms } = said.subject ?? said;
    this.met = 0;
    this.unknown.fill(0);
    let before: string | null = null;
    for (let at = 0; at < words.length; at += 1) {
      const { word, pieces, unknownPieces } = this.words.of(words[at]!);
      this.count(word, wordKind);
      this.count(this.index.find(pairFeature(before, terms[at]!)), pairKind);
      before = terms[at]!;
      for (let next = 0; next < pieces.length; next += 1) this.count(pieces[next]!, pieceKind);
      this.unknown[pieceKind]! += unknownPieces;
    }
    if (before !== null) this.count(this.index.find(pairFeature(before, null)), pairKind);
    eachFeatureAcross(terms, (hash, kind) => this.count(this.index.find(hash), kind));
  }

  private count(position: number, kind: FeatureKind): void {
    if (position < 0) {
      this.unknown[kind]! += 1;
      return;
    }
    const { records } = this;
    const record = recordSize * position;
    if (records[record + countAt] === 0) {
      records[record + kindAt] = kind;
      this.touched[this.met] = position;
      this.met += 1;
    }
    records[record + countAt]! += 1;
  }

  /** Looks a word up that nobody remembers. */
  look(word: string): KnownWord {
    // Positions take the places of the hashes that they were found by.
    const pieces = cutPieces(word);
    let known = 0;
    for (let at = 0; at < pieces.length; at += 1) {
      const position = this.index.find(pieces[at]!);
      if (position < 0) continue;
      pieces[known] = position;
      known += 1;
    }
    return {
      word: this.index.find(wordFeature(term(word))),
      pieces: new Uint32Array(pieces.subarray(0, known)),
      unknownPieces: pieces.length - known,
    };
  }
}
