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

interface Place {
  readonly phrase: Phrase;
  /** Other words that may stand before this one; not used at the first place. */
  readonly gap: number;
  readonly first: boolean;
  readonly last: boolean;
}

/** Words whose places are remembered; people use few, and whoever sends others only makes it forget. */
const mostKnown = 4096;
const shortestPrefix = 3;
const longestPrefix = 12;

export class SequenceMatcher {
  private readonly places: Place[] = [];
  private readonly exact = new Map<string, number[]>();
  private readonly prefixes = new Map<string, number[]>();
  private readonly known = new Map<string, readonly number[]>();
  /** Places that were looked at since the matcher was made: the measure of its work. */
  operations = 0;

  constructor(
    phrases: readonly Phrase[],
    private readonly classes: WordClasses,
  ) {
    for (const phrase of phrases) this.add(phrase);
  }

  /** Every word that stands in a phrase as it is, for whoever corrects the spelling of others. */
  get vocabulary(): string[] {
    return [...this.exact.keys(), ...this.prefixes.keys()];
  }

  /** All matches, in the order they end; `null` is a word that nothing may match. */
  find(words: readonly (string | null)[]): SequenceMatch[] {
    const reached = new Int32Array(this.places.length).fill(-1);
    const begun = new Int32Array(this.places.length);
    const found: SequenceMatch[] = [];
    for (const [at, word] of words.entries()) {
      if (word === null) continue;
      for (const id of this.placesOf(word)) {
        this.operations += 1;
        const place = this.places[id]!;
        const before = place.first ? at : reached[id - 1]!;
        if (!place.first && (before < 0 || before >= at || at - before - 1 > place.gap)) continue;
        reached[id] = at;
        begun[id] = place.first ? at : begun[id - 1]!;
        if (place.last) found.push({ phrase: place.phrase, start: begun[id], end: at + 1 });
      }
    }
    return found;
  }

  private placesOf(word: string): readonly number[] {
    let places = this.known.get(word);
    if (places === undefined) {
      places = this.findPlaces(word);
      if (this.known.size >= mostKnown) this.known.clear();
      this.known.set(word, places);
    }
    return places;
  }

  /** The places a word may stand at, later places of a phrase first, so that one word never takes two of them. */
  private findPlaces(word: string): number[] {
    const ids = [...(this.exact.get(/^[0-9]+$/.test(word) ? '#' : word) ?? [])];
    for (let size = shortestPrefix; size <= Math.min(word.length, longestPrefix); size += 1) {
      const more = this.prefixes.get(word.slice(0, size));
      if (more !== undefined) ids.push(...more);
    }
    if (word === '911') ids.push(...(this.exact.get(word) ?? []));
    return ids.sort((one, other) => other - one);
  }

  private add(phrase: Phrase): void {
    const parts = phrase.source.split(' ').filter((part) => part !== '');
    const size = parts.filter((part) => !part.startsWith('~')).length;
    let gap = 0;
    let at = 0;
    for (const part of parts) {
      if (part.startsWith('~')) {
        gap = Number(part.slice(1));
        continue;
      }
      const id = this.places.push({ phrase, gap, first: at === 0, last: at === size - 1 }) - 1;
      for (const word of new Set(this.alternatives(part))) this.learn(word, id);
      gap = 0;
      at += 1;
    }
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
    const ids = into.get(key);
    if (ids === undefined) into.set(key, [id]);
    else ids.push(id);
  }
}
