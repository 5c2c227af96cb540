/** A word of a text and where it stands, in UTF-16 code units. */
export interface Word {
  /** Lower case, compatibility forms folded (NFKC), apostrophes dropped: `What's` is `whats`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const word = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;

/** The words of a text: runs of letters and digits, in order. */
export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(word), (match) => ({
    text: match[0].normalize('NFKC').toLowerCase().replace(/['’]/g, ''),
    start: match.index,
    end: match.index + match[0].length,
  }));
}
