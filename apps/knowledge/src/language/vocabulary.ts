import type { Lexicon } from '#ai';
import { conceptTerm } from './terms.js';

/** The words of one scope: how many of its SOPs say each, and so how much each tells. */
export class Vocabulary {
  private readonly byShape = new Map<string, string[]>();

  constructor(
    /** The version of the scope it was read at. */
    readonly version: number,
    private readonly sops: number,
    /** By term: in how many SOPs it stands. */
    private readonly frequencies: ReadonlyMap<string, number>,
  ) {
    for (const term of frequencies.keys()) {
      if (term.startsWith(conceptTerm(''))) continue;
      const shape = shapeOf(term, term.length);
      const alike = this.byShape.get(shape);
      if (alike) alike.push(term);
      else this.byShape.set(shape, [term]);
    }
  }

  static readonly empty = new Vocabulary(-1, 0, new Map());

  has(term: string): boolean {
    return this.frequencies.has(term);
  }

  /** How much a term tells: the logarithm of how rare it is; the most for one that no SOP has. */
  rarity(term: string): number {
    return Math.log(1 + (this.sops + 1) / (this.frequencies.get(term) ?? 0.5));
  }

  /**
   * The word that was probably meant by one that nobody knows: one slip away, two in a long word, the first letter
   * right; of several the nearest, then the one that most SOPs have. `undefined` when there is none. A word of four
   * letters is near too many others, so it is only taken for one whose letters it has.
   */
  correct(unknown: string, lexicon: Lexicon): string | undefined {
    if (unknown.length < 4 || !/^[a-z]+$/.test(unknown) || lexicon.knows(unknown)) return undefined;
    const slips = unknown.length >= 8 ? 2 : 1;
    let best: { word: string; distance: number; frequency: number } | undefined;
    for (const word of this.wordsLike(unknown, slips)) {
      const distance = slipsBetween(unknown, word, best?.distance ?? slips);
      if (distance > (best?.distance ?? slips)) continue;
      const frequency = this.frequencies.get(word)!;
      if (!best || distance < best.distance || frequency > best.frequency) best = { word, distance, frequency };
    }
    return best?.word;
  }

  /** Those that begin with the same letter and are about as long; for a short word, those that have all its letters. */
  private *wordsLike(word: string, slips: number): Generator<string> {
    for (let length = word.length - slips; length <= word.length + slips; length += 1) {
      const alike = this.byShape.get(shapeOf(word, length)) ?? [];
      yield* word.length === 4 ? alike.filter((other) => holdsAll(other, word)) : alike;
    }
  }
}

const holdsAll = (word: string, letters: string): boolean => [...letters].every((letter) => word.includes(letter));

const shapeOf = (word: string, length: number): string => `${word[0] ?? ''}${length}`;

/** Letters left out, added, wrong, or swapped with their neighbor (optimal string alignment); `atMost + 1` when more. */
export function slipsBetween(a: string, b: string, atMost: number): number {
  if (Math.abs(a.length - b.length) > atMost) return atMost + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const wrong = a[i - 1] === b[j - 1] ? 0 : 1;
      let slips = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + wrong);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) slips = Math.min(slips, before[j - 2]! + 1);
      row.push(slips);
    }
    // A swap reaches back over one row, so two rows have to be beyond the limit.
    if (Math.min(...row, ...previous) > atMost) return atMost + 1;
    before = previous;
    previous = row;
  }
  return Math.min(previous[b.length]!, atMost + 1);
}
