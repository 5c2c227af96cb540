/** Every text that is left when up to `most` letters are taken out, the word itself among them. */
function withoutLetters(word: string, most: number): Set<string> {
  const left = new Set([word]);
  let last = [word];
  for (let taken = 0; taken < most; taken += 1) {
    const next = last.flatMap((text) => Array.from(text, (_, at) => text.slice(0, at) + text.slice(at + 1)));
    for (const text of next) left.add(text);
    last = [...new Set(next)];
  }
  return left;
}

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

const forgiven = (word: string): number => (word.length >= longWord ? 2 : 1);

/**
 * Recognizes misspellings of a few words, and leaves everything else alone: words of 5 to 16 letters, one letter wrong,
 * two in words of 9 and more. Candidates are found by deletions (as in SymSpell), so a look-up costs the same for any
 * number of words.
 */
export class Speller {
  private readonly byDeletion = new Map<string, string[]>();

  /** `known` are words as they should be, those to be recognized and those that must not be taken for one of them. */
  constructor(
    recognized: Iterable<string>,
    private readonly known: (word: string) => boolean,
  ) {
    for (const word of new Set(recognized)) {
      if (word.length < shortest) continue;
      for (const key of withoutLetters(word, forgiven(word))) {
        const words = this.byDeletion.get(key);
        if (words === undefined) this.byDeletion.set(key, [word]);
        else words.push(word);
      }
    }
  }

  /** The word that is meant; the given one where it is known or resembles none. */
  correct(word: string): string {
    if (word.length < shortest || word.length > longest || this.known(word)) return word;
    let best = word;
    let nearest = Infinity;
    for (const key of withoutLetters(word, forgiven(word))) {
      for (const candidate of this.byDeletion.get(key) ?? []) {
        const distance = editDistance(word, candidate);
        if (distance > Math.min(forgiven(word), forgiven(candidate)) || distance >= nearest) continue;
        nearest = distance;
        best = candidate;
      }
    }
    return best;
  }
}
