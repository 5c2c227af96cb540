import type { Said } from '../text/said.js';
import { WordMemory } from '../text/word-memory.js';
import { blockOf, blocks, type FeatureSpace, type KnownWord } from './feature-space.js';
import { eachFeatureAcross, pairFeature, pairKind, pieceKind, wordKind, type FeatureKind } from './features.js';
import { RepeatedFeatures } from './repeated-features.js';
import { addRows, type LinearWeights } from './softmax.js';

const { log, sqrt } = Math;

/** A word with what it says for every class, before it is known how long the text is. */
interface ScoredWord extends KnownWord {
  /**
   * The weights of the word, then those of its pieces added up, each feature's times its rarity; null until it is met
   * again, since most words that are new are not.
   */
  sums: Float32Array | null;
  isMetAgain: boolean;
  /** The squares of its pieces' rarities, of those that training knows and of those it does not. */
  readonly pieceSquare: number;
  readonly unknownSquares: number;
  /** Its rarity. */
  readonly idf: number;
  readonly isFamiliar: boolean;
  /** The number of the text that had it last, and how often that text has it. */
  text: number;
  times: number;
}

/** What a feature counts that a text has so many times. */
const weightOf = (times: number): number => (times === 1 ? 1 : 1 + log(times));

const textsUntilWrap = 2 ** 32 - 1;
/** Pieces of a word at the most. */
const mostPieces = 256;

/**
 * Scores a text as `logitsOf` scores what `FeatureSpace.vectorize` makes of it, but for the last digits, in a third of the
 * time: two thirds of the features hang on single words, and what these say for every class is added up once for each word
 * and remembered. Where several words of the text share a feature, what was added too much is taken away again.
 */
export class TextScorer {
  private readonly words: WordMemory<ScoredWord>;
  /** By feature: the number of the text that had it last, so that nothing has to be wiped. */
  private readonly marks: Uint32Array;
  private text = 0;
  private readonly repeats: RepeatedFeatures;
  /** Features to add by themselves, with their values and kinds, the first `rows` of them. */
  private readonly indices: Uint32Array;
  private readonly values: Float32Array;
  private readonly kinds: Uint8Array;
  private rows = 0;
  /** The words of the text, each once. */
  private readonly said: ScoredWord[] = [];
  private readonly squares = new Float64Array(blocks);
  private readonly scales = new Float64Array(blocks);
  /** Where the weights of one word are added up. */
  private readonly adding: {
    readonly sums: Float32Array;
    readonly ofPieces: Float32Array;
    readonly rarities: Float32Array;
  };

  constructor(
    private readonly space: FeatureSpace,
    private readonly weights: LinearWeights,
  ) {
    this.words = new WordMemory((word) => this.look(word));
    this.marks = new Uint32Array(space.size);
    this.repeats = new RepeatedFeatures(space.size);
    // A feature that is repeated stands there twice.
    this.indices = new Uint32Array(2 * space.size);
    this.values = new Float32Array(2 * space.size);
    this.kinds = new Uint8Array(2 * space.size);
    const sums = new Float32Array(2 * weights.classes);
    this.adding = { sums, ofPieces: sums.subarray(weights.classes), rarities: new Float32Array(mostPieces) };
  }

  /** Scores of every class before the softmax, and how much of the words is familiar, 0 to 1. */
  score(text: Said): { readonly scores: Float64Array; readonly known: number } {
    this.begin();
    this.gather(text.words);
    this.countWords();
    this.countAcross(text.terms);
    const known = this.settle();
    const { shares } = this.space.data;
    const { squares, scales, values, kinds, rows } = this;
    for (let block = 0; block < blocks; block += 1) scales[block] = sqrt(shares[block]! / (squares[block]! || 1));
    for (let at = 0; at < rows; at += 1) values[at]! *= scales[blockOf[kinds[at]!]!]!;
    const scores = Float64Array.from(this.weights.biases);
    addRows(this.weights, this.indices, values, rows, scores);
    for (let at = 0; at < this.said.length; at += 1) this.addWord(this.said[at]!, scores);
    return { scores, known };
  }

  private begin(): void {
    if (this.text === textsUntilWrap) {
      this.text = 0;
      this.marks.fill(0);
    }
    this.text += 1;
    this.rows = 0;
    this.squares.fill(0);
    this.said.length = 0;
  }

  private gather(words: readonly string[]): void {
    for (let at = 0; at < words.length; at += 1) {
      const word = this.words.of(words[at]!);
      if (word.text === this.text) {
        word.times += 1;
        continue;
      }
      word.text = this.text;
      word.times = 1;
      this.said.push(word);
    }
  }

  private countWords(): void {
    const { said, squares } = this;
    for (let at = 0; at < said.length; at += 1) {
      const { word, pieces, unknownSquares, pieceSquare, idf, times } = said[at]!;
      const weight = weightOf(times);
      squares[0]! += word < 0 ? times * idf * idf : weight * weight * idf * idf;
      squares[1]! += weight * weight * pieceSquare + times * unknownSquares;
      if (word >= 0) this.meet(word, wordKind, times, weight);
      for (let next = 0; next < pieces.length; next += 1) this.meet(pieces[next]!, pieceKind, times, weight);
    }
  }

  private countAcross(terms: readonly string[]): void {
    let before: string | null = null;
    for (let at = 0; at < terms.length; at += 1) {
      this.count(pairFeature(before, terms[at]!), pairKind);
      before = terms[at]!;
    }
    if (before !== null) this.count(pairFeature(before, null), pairKind);
    eachFeatureAcross(terms, (hash, kind) => this.count(hash, kind));
  }

  private count(hash: number, kind: FeatureKind): void {
    const { index, data } = this.space;
    const position = index.find(hash);
    if (position < 0) this.squares[blockOf[kind]!]! += data.unknownIdf * data.unknownIdf;
    else if (this.meet(position, kind, 1, 0)) this.put(position, kind, 1, 1);
  }

  /**
   * @param weight what is added of it without looking at what else the text has; of features across words only the first time
   * @returns whether it is met for the first time
   */
  private meet(position: number, kind: FeatureKind, times: number, weight: number): boolean {
    const { marks, repeats, text } = this;
    if (marks[position] !== text) {
      marks[position] = text;
      if (times > 1) repeats.add(position, kind, times, weight);
      return true;
    }
    if (!repeats.has(position)) repeats.add(position, kind, 1, 1);
    repeats.add(position, kind, times, weight);
    return false;
  }

  /** @param amount how often it counts @param square what that adds to the squared length, in squared rarities */
  private put(position: number, kind: number, amount: number, square: number): void {
    const idf = this.space.data.idf[position]!;
    const { rows } = this;
    this.indices[rows] = position;
    this.values[rows] = amount * idf;
    this.kinds[rows] = kind;
    this.squares[blockOf[kind]!]! += square * idf * idf;
    this.rows = rows + 1;
  }

  /** Puts right what was added of features that the text has more than once. @returns how much of the words is familiar */
  private settle(): number {
    const { said } = this;
    const { idf, familiar } = this.space.data;
    let known = 0;
    let all = 0;
    for (let at = 0; at < said.length; at += 1) {
      const { word, idf: rarity, times } = said[at]!;
      const value = (word < 0 ? times : weightOf(times)) * rarity;
      all += value;
      if (said[at]!.isFamiliar) known += value;
    }
    this.repeats.takeAll((position, kind, times, added, addedSquare) => {
      const wanted = weightOf(times);
      if (wanted === added) return;
      this.put(position, kind, wanted - added, wanted * wanted - addedSquare);
      if (kind !== wordKind) return;
      const value = (wanted - added) * idf[position]!;
      all += value;
      if (familiar[position] === 1) known += value;
    });
    return known / (all || 1);
  }

  private addWord(word: ScoredWord, scores: Float64Array): void {
    const { classes } = this.weights;
    const weight = weightOf(word.times);
    const ofWord = weight * this.scales[blockOf[wordKind]!]!;
    const ofPieces = weight * this.scales[blockOf[pieceKind]!]!;
    const sums = word.sums ?? this.sumUp(word);
    for (let of = 0; of < classes; of += 1) scores[of]! += sums[of]! * ofWord + sums[classes + of]! * ofPieces;
  }

  /** Most words that are new are never met again: what they say is kept from the second time on. */
  private sumUp(scored: ScoredWord): Float32Array {
    const { idf } = this.space.data;
    const { classes, weights } = this.weights;
    const { word, pieces } = scored;
    const { sums, ofPieces, rarities } = this.adding;
    sums.fill(0);
    for (let at = 0; at < pieces.length; at += 1) rarities[at] = idf[pieces[at]!]!;
    addRows(this.weights, pieces, rarities, pieces.length, ofPieces);
    if (word >= 0) for (let of = 0; of < classes; of += 1) sums[of] = idf[word]! * weights[word * classes + of]!;
    if (scored.isMetAgain) scored.sums = sums.slice();
    scored.isMetAgain = true;
    return sums;
  }

  private look(text: string): ScoredWord {
    const word = this.space.look(text);
    const { idf, familiar, unknownIdf } = this.space.data;
    const rarity = word.word < 0 ? unknownIdf : idf[word.word]!;
    let pieceSquare = 0;
    for (let at = 0; at < word.pieces.length; at += 1) pieceSquare += idf[word.pieces[at]!]! ** 2;
    return {
      ...word,
      sums: null,
      isMetAgain: false,
      pieceSquare,
      unknownSquares: word.unknownPieces * unknownIdf * unknownIdf,
      idf: rarity,
      isFamiliar: word.word >= 0 && familiar[word.word] === 1,
      text: 0,
      times: 0,
    };
  }
}
