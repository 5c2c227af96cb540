import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stem } from './stem.js';
import { wordsOf } from './words.js';

/** A meaning that was found in a row of words: those from `from` up to, not including, `to`. */
export interface Sighting {
  readonly concept: string;
  readonly from: number;
  readonly to: number;
}

const keyOf = (stems: readonly string[]): string => stems.join(' ');

/**
 * Words and phrases by what they mean: one concept a line, `name: word, a phrase, ...`; lines that begin with `#` are
 * comments. Different words for one thing meet in its concept.
 */
export class Lexicon {
  private constructor(
    /** The same for the same content. */
    readonly id: string,
    private readonly concepts: ReadonlyMap<string, readonly string[]>,
    private readonly longest: number,
    private readonly stems: ReadonlySet<string>,
  ) {}

  /** @throws RangeError for a line that is none of the above, with its number */
  static parse(...texts: readonly string[]): Lexicon {
    const concepts = new Map<string, Set<string>>();
    const stems = new Set<string>();
    let longest = 1;
    for (const { name, phrases } of texts.flatMap(readLines)) {
      for (const phrase of phrases) {
        const words = wordsOf(phrase).map(({ text }) => stem(text));
        if (words.length === 0) throw new RangeError(`${name}: ${JSON.stringify(phrase)} has no word in it.`);
        longest = Math.max(longest, words.length);
        words.forEach((word) => stems.add(word));
        const key = keyOf(words);
        concepts.set(key, (concepts.get(key) ?? new Set()).add(name));
      }
    }
    const id = createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 8);
    return new Lexicon(id, new Map([...concepts].map(([key, names]) => [key, [...names]])), longest, stems);
  }

  /** Whether a stem stands in any of its words and phrases. */
  knows(wordStem: string): boolean {
    return this.stems.has(wordStem);
  }

  /** The concepts in a row of stems. Of phrases that begin at one word the longest counts, and none inside another. */
  find(stems: readonly string[]): Sighting[] {
    const found: Sighting[] = [];
    for (let from = 0; from < stems.length;) {
      const to = this.longestAt(stems, from);
      for (const concept of this.concepts.get(keyOf(stems.slice(from, to))) ?? []) found.push({ concept, from, to });
      from = Math.max(to, from + 1);
    }
    return found;
  }

  private longestAt(stems: readonly string[], from: number): number {
    // No phrase goes on over a word that stands in none, which most words do: only what is left is put together and looked up.
    let last = from;
    while (last < stems.length && last < from + this.longest && this.stems.has(stems[last]!)) last += 1;
    for (let to = last; to > from; to -= 1) {
      if (this.concepts.has(keyOf(stems.slice(from, to)))) return to;
    }
    return from;
  }
}

function readLines(text: string): { name: string; phrases: string[] }[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const [name, phrases, more] = line.split(':');
    if (!name || !phrases || more !== undefined)
      throw new RangeError(`Line ${index + 1} is not \`name: word, phrase\`.`);
    return [{ name: name.trim(), phrases: phrases.split(',').map((phrase) => phrase.trim()) }];
  });
}

/** Everyday English, about nothing in particular. */
export const everydayText: string = readFileSync(new URL('./concepts.txt', import.meta.url), 'utf8');
export const everyday: Lexicon = Lexicon.parse(everydayText);
