/** Longer words are cut: no word people write is longer, and a run of one letter must not cost more than a word. */
const longestWord = 40;

const wordPattern = /[\p{L}\p{N}]+/gu;

/** The words of a normalised text in order, apostrophes dropped ("can't" is "cant"), each at most 40 characters. */
export function words(normalised: string): string[] {
  const found = normalised.replaceAll("'", '').match(wordPattern) ?? [];
  return found.map((word) => (word.length > longestWord ? word.slice(0, longestWord) : word));
}
