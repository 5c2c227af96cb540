/** Letters to insert, drop, replace or swap with a neighbor to make one word of the other (optimal string alignment). */
export function editDistance(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      let best = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        best = Math.min(best, before[j - 2]! + 1);
      }
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[other.length]!;
}

const shortest = 5;
const longest = 16;
/** From this length on two wrong letters are forgiven, below it one. */
const longWord = 9;

const mostForgiven = 2;
const forgiven = (word: string): number => (word.length >= longWord ? mostForgiven : 1);

/** The letters of a word as bits. A wrong letter changes two of them at the most: one is missing, one too many. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

function countBits(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** A word with each letter taken out, the first letter first. */
const withoutOne = (word: string): string[] => Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1));

/** Every text that is left when up to `most` letters are taken out, the word itself first. */
function* withoutLetters(word: string, most: number): Generator<string> {
  yield word;
  const once = withoutOne(word);
  yield* once;
  if (most > 1) for (const text of once) yield* withoutOne(text);
}

/** Whether the text is left when letters are taken out of the word. */
function isLeftOf(text: string, word: string): boolean {
  let at = 0;
  for (let next = 0; next < word.length && at < text.length; next += 1) {
    if (word.charCodeAt(next) === text.charCodeAt(at)) at += 1;
  }
  return at === text.length;
}

/** Of words as near as each other the one that needs the fewest and the earliest letters taken out to meet. */
function firstToMeet(word: string, candidates: readonly string[]): string {
  for (const text of withoutLetters(word, forgiven(word))) {
    const met = candidates.find((one) => one.length - text.length <= forgiven(one) && isLeftOf(text, one));
    if (met !== undefined) return met;
  }
  return candidates[0] ?? word;
}

/**
 * Recognizes misspellings of a few hundred words, and leaves everything else alone: words of 5 to 16 letters, one letter
 * wrong, two in words of 9 and more. Most words are told apart by their length and the letters they are made of; only what
 * is left is compared letter by letter.
 */
export class Speller {
  private readonly recognized: readonly string[];
  private readonly letters: Int32Array;
  private readonly lengths: Uint8Array;
  /** Words that were compared letter by letter since the speller was made: the measure of its work. */
  operations = 0;

  /** `known` are words as they should be, those to be recognized and those that must not be taken for one of them. */
  constructor(
    recognized: Iterable<string>,
    private readonly known: (word: string) => boolean,
  ) {
    this.recognized = [...new Set(recognized)].filter((word) => word.length >= shortest);
    this.letters = Int32Array.from(this.recognized, lettersOf);
    this.lengths = Uint8Array.from(this.recognized, ({ length }) => length);
  }

  /** The word that is meant; the given one where it is known or resembles none. */
  correct(word: string): string {
    if (word.length < shortest || word.length > longest || this.known(word)) return word;
    const letters = lettersOf(word);
    let best: string[] = [];
    let nearest = forgiven(word);
    for (let at = 0; at < this.recognized.length; at += 1) {
      const apart = this.lengths[at]! - word.length;
      if (Math.abs(apart) > mostForgiven || countBits(letters ^ this.letters[at]!) > 2 * mostForgiven) continue;
      const candidate = this.recognized[at]!;
      const most = Math.min(nearest, forgiven(candidate));
      if (Math.abs(apart) > most || countBits(letters ^ this.letters[at]!) > 2 * most) continue;
      this.operations += 1;
      const distance = editDistance(word, candidate);
      if (distance > most) continue;
      if (distance < nearest) best = [];
      nearest = distance;
      best.push(candidate);
    }
    return best.length > 1 ? firstToMeet(word, best) : (best[0] ?? word);
  }
}
