import type { Said } from '../text/said.js';
import { WordMemory } from '../text/word-memory.js';
import { blockOf, blocks, type FeatureSpace, type KnownWord, type SparseVector } from './feature-space.js';
import { eachFeatureAcross, pairFeature, pairKind, pieceKind, wordKind, type FeatureKind } from './features.js';
import { MetFeatures, weightOf } from './met-features.js';
import { addRows, type LinearWeights } from './softmax.js';

const { sqrt } = Math;

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
  /** Which reading had it last, and how often that text has it. */
  reading: number;
  times: number;
}

/** What a text scores, and what its vector is made from as long as no other text is scored. */
export interface Scored {
  /** Of every class, before the softmax. */
  readonly scores: Float64Array;
  /** 0 to 1: how much of the words is familiar. */
  readonly known: number;
  /** Which reading it was. */
  readonly reading: number;
}

/** Pieces of a word at the most. */
const mostPieces = 256;

/**
 * Scores a text as `logitsOf` scores what `FeatureSpace.vectorize` makes of it, but for the last digits, in a third of the
 * time: two thirds of the features hang on single words, and what these say for every class is added up once for each word
 * and remembered. Where several words of the text share a feature, what was added too much is taken away again. The vector
 * is made of the same reading when someone asks for it.
 */
export class TextScorer {
  private readonly words: WordMemory<ScoredWord>;
  private readonly met: MetFeatures;
  private reading = 0;
  /** Features to add by themselves, with their values and kinds, the first `rows` of them. */
  private indices = new Uint32Array(0);
  private values = new Float32Array(0);
  private kinds = new Uint8Array(0);
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
    this.met = new MetFeatures(space.size);
    const sums = new Float32Array(2 * weights.classes);
    this.adding = { sums, ofPieces: sums.subarray(weights.classes), rarities: new Float32Array(mostPieces) };
  }

  score(text: Said): Scored {
    const known = this.read(text);
    const { scales, values, kinds, rows } = this;
    for (let at = 0; at < rows; at += 1) values[at]! *= scales[blockOf[kinds[at]!]!]!;
    const scores = Float64Array.from(this.weights.biases);
    addRows(this.weights, this.indices, values, rows, scores);
    for (let at = 0; at < this.said.length; at += 1) this.addWord(this.said[at]!, scores);
    return { scores, known, reading: this.reading };
  }

  /**
   * The vector of a text that was scored, the same to the last bit whether it is still at hand or has to be read again.
   * @returns what the next call overwrites
   */
  vectorOf(text: Said, reading: number): SparseVector {
    if (reading !== this.reading) this.read(text);
    const { met, scales, values } = this;
    const { size, positions, kinds, times } = met;
    const { idf } = this.space.data;
    for (let at = 0; at < size; at += 1) {
      values[at] = weightOf(times[at]!) * idf[positions[at]!]! * scales[blockOf[kinds[at]!]!]!;
    }
    return { indices: positions.subarray(0, size), values: values.subarray(0, size) };
  }

  /** Gathers the features of a text, how long each block of them is, and which to add by themselves. */
  private read(text: Said): number {
    this.reading += 1;
    this.met.clear();
    this.rows = 0;
    this.squares.fill(0);
    this.said.length = 0;
    const { words, terms } = text.subject ?? text;
    this.gather(words);
    this.countWords();
    this.met.across = this.met.size;
    this.countAcross(terms);
    this.makeRoom();
    const known = this.settle();
    const { shares } = this.space.data;
    const { squares, scales } = this;
    for (let block = 0; block < blocks; block += 1) scales[block] = sqrt(shares[block]! / (squares[block]! || 1));
    return known;
  }

  /** Each feature is added once at the most, and those of words that share it once more. */
  private makeRoom(): void {
    const wanted = this.met.size + this.met.again.length;
    if (wanted <= this.values.length) return;
    const room = 2 * wanted;
    this.indices = new Uint32Array(room);
    this.values = new Float32Array(room);
    this.kinds = new Uint8Array(room);
  }

  private gather(words: readonly string[]): void {
    for (let at = 0; at < words.length; at += 1) {
      const word = this.words.of(words[at]!);
      if (word.reading === this.reading) {
        word.times += 1;
        continue;
      }
      word.reading = this.reading;
      word.times = 1;
      this.said.push(word);
    }
  }

  private countWords(): void {
    const { said, squares, met } = this;
    for (let at = 0; at < said.length; at += 1) {
      const { word, pieces, unknownSquares, pieceSquare, idf, times } = said[at]!;
      const weight = weightOf(times);
      squares[0]! += word < 0 ? times * idf * idf : weight * weight * idf * idf;
      squares[1]! += weight * weight * pieceSquare + times * unknownSquares;
      if (word >= 0) met.meet(word, wordKind, times, weight);
      for (let next = 0; next < pieces.length; next += 1) met.meet(pieces[next]!, pieceKind, times, weight);
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
    else this.met.meet(position, kind, 1, 0);
  }

  /** @param amount how often it counts @param square what that adds to the squared length, in squared rarities */
  private put(place: number, amount: number, square: number): void {
    const position = this.met.positions[place]!;
    const kind = this.met.kinds[place]!;
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
    const { size, across, positions, kinds, times, again } = this.met;
    const { idf, familiar } = this.space.data;
    let known = 0;
    let all = 0;
    for (let at = 0; at < said.length; at += 1) {
      const { word, idf: rarity, times: often, isFamiliar } = said[at]!;
      const value = (word < 0 ? often : weightOf(often)) * rarity;
      all += value;
      if (isFamiliar) known += value;
    }
    for (let at = 0; at < again.length; at += 1) {
      const { place, added, square } = again[at]!;
      const wanted = weightOf(times[place]!);
      if (wanted === added) continue;
      this.put(place, wanted - added, wanted * wanted - square);
      if (kinds[place] !== wordKind) continue;
      const value = (wanted - added) * idf[positions[place]!]!;
      all += value;
      if (familiar[positions[place]!] === 1) known += value;
    }
    for (let place = across; place < size; place += 1) {
      const wanted = weightOf(times[place]!);
      this.put(place, wanted, wanted * wanted);
    }
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
      reading: 0,
      times: 0,
    };
  }
}
