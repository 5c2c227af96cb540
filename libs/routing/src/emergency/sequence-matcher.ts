import { WordMemory } from '../text/word-memory.js';

/**
 * Phrases with gaps over the words of a text. A phrase is written as words with spaces between them:
 * `a|b` either word, `bleed*` any word that begins so, `#` a number, `{body}` any word of that class,
 * and `~3` before a word: up to three other words may stand in between.
 *
 * There is nothing to go back to: for every place of every phrase only the last word that reached it is kept, since a
 * later one can do all that an earlier one could. So the work is the words of the text times the places a word stands
 * for, whatever the text is.
 */
export interface Phrase {
  /** What the phrase was written as. */
  readonly source: string;
  /** What a match of it means to whoever wrote it. */
  readonly value: number;
}

export interface SequenceMatch {
  readonly phrase: Phrase;
  /** `[start, end)` in words. */
  readonly start: number;
  readonly end: number;
}

export type WordClasses = Readonly<Record<string, string>>;

const onlyDigits = /^[0-9]+$/u;
const shortestPrefix = 3;
const longestPrefix = 12;
/** A first place, which no other word stands before. */
const first = -1;
/** Where a word stands that no phrase has. */
const nowhere = new Int32Array();
/** What a place is reached at grows from text to text, so that nothing has to be wiped; this is where it begins anew. */
const mostCounted = 2 ** 30;

export class SequenceMatcher {
  private readonly exact = new Map<string, number[]>();
  private readonly prefixes = new Map<string, number[]>();
  /** The first letters of every prefix: most words begin with none of them. */
  private readonly beginnings = new Set<string>();
  private readonly known: WordMemory<Int32Array>;
  /** By place: other words that may stand before this one, or `first`. */
  private readonly gaps: Int32Array;
  /** By place: the phrase that ends there. */
  private readonly ends: readonly (Phrase | null)[];
  /** By place: when it was reached last, counted in words of all texts, and where the match began that reached it. */
  private readonly reached: Int32Array;
  private readonly begun: Int32Array;
  /** So many words lie between two texts that no place is near one that the text before reached. */
  private readonly apart: number;
  private counted = 0;
  /** Places that were looked at since the matcher was made: the measure of its work. */
  operations = 0;

  constructor(
    phrases: readonly Phrase[],
    private readonly classes: WordClasses,
  ) {
    const gaps: number[] = [];
    const ends: (Phrase | null)[] = [];
    for (const phrase of phrases) this.add(phrase, gaps, ends);
    this.gaps = Int32Array.from(gaps);
    this.ends = ends;
    this.apart = gaps.reduce((most, gap) => Math.max(most, gap), 0) + 2;
    this.reached = new Int32Array(gaps.length).fill(-this.apart);
    this.begun = new Int32Array(gaps.length);
    this.known = new WordMemory((word) => this.findPlaces(word));
  }

  /** All matches, in the order they end; `null` is a word that nothing may match. */
  find(words: readonly (string | null)[]): SequenceMatch[] {
    const { gaps, ends, reached, begun } = this;
    const found: SequenceMatch[] = [];
    const start = this.startText(words.length);
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at]!;
      if (word === null) continue;
      const now = start + at;
      const places = this.known.of(word);
      this.operations += places.length;
      for (let next = 0; next < places.length; next += 1) {
        const place = places[next]!;
        const gap = gaps[place]!;
        if (gap === first) begun[place] = at;
        else {
          const between = now - reached[place - 1]! - 1;
          if (between < 0 || between > gap) continue;
          begun[place] = begun[place - 1]!;
        }
        reached[place] = now;
        const phrase = ends[place]!;
        if (phrase !== null) found.push({ phrase, start: begun[place], end: at + 1 });
      }
    }
    return found;
  }

  /** @returns what the first word of the text counts as */
  private startText(length: number): number {
    if (this.counted > mostCounted) {
      this.counted = 0;
      this.reached.fill(-this.apart);
    }
    const start = this.counted;
    this.counted += length + this.apart;
    return start;
  }

  /** The places a word may stand at, later places of a phrase first, so that one word never takes two of them. */
  private findPlaces(word: string): Int32Array {
    const ids = [...(this.exact.get(onlyDigits.test(word) ? '#' : word) ?? [])];
    const longest = this.beginnings.has(word.slice(0, shortestPrefix)) ? Math.min(word.length, longestPrefix) : 0;
    for (let size = shortestPrefix; size <= longest; size += 1) {
      const more = this.prefixes.get(word.slice(0, size));
      if (more !== undefined) ids.push(...more);
    }
    if (word === '911') ids.push(...(this.exact.get(word) ?? []));
    return ids.length === 0 ? nowhere : Int32Array.from(ids.sort((one, other) => other - one));
  }

  private add(phrase: Phrase, gaps: number[], ends: (Phrase | null)[]): void {
    const parts = phrase.source.split(' ').filter((part) => part !== '');
    if (parts[0]?.startsWith('~') ?? true) throw new Error(`A phrase begins with a word, not: ${phrase.source}`);
    let gap = first;
    for (const part of parts) {
      if (part.startsWith('~')) {
        gap = Number(part.slice(1));
        continue;
      }
      const place = gaps.push(gap) - 1;
      ends.push(null);
      for (const word of new Set(this.alternatives(part))) this.learn(word, place);
      gap = 0;
    }
    ends[ends.length - 1] = phrase;
  }

  private alternatives(part: string): string[] {
    return part.split('|').flatMap((word) => {
      if (!word.startsWith('{')) return [word];
      const members = this.classes[word.slice(1, -1)];
      if (members === undefined) throw new Error(`There is no word class ${word}.`);
      return members.split(/\s+/).flatMap((member) => this.alternatives(member));
    });
  }

  private learn(word: string, id: number): void {
    const [into, key] = word.endsWith('*') ? [this.prefixes, word.slice(0, -1)] : [this.exact, word];
    if (into === this.prefixes && (key.length < shortestPrefix || key.length > longestPrefix)) {
      throw new Error(`A word may be left open after ${shortestPrefix} to ${longestPrefix} letters, not: ${word}`);
    }
    if (into === this.prefixes) this.beginnings.add(key.slice(0, shortestPrefix));
    const ids = into.get(key);
    if (ids === undefined) into.set(key, [id]);
    else ids.push(id);
  }
}
