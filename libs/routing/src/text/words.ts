/** Longer words are cut: no word people write is longer, and a run of one letter must not cost more than a word. */
const longestWord = 40;

const wordPattern = /[\p{L}\p{N}]+/gu;

/** Without its apostrophe it would be another word: "someone od'd" is nobody odd. */
const overdosed = /\bod'd\b/gu;

/** The words of a normalised text in order, apostrophes dropped ("can't" is "cant"), each at most 40 characters. */
export function words(normalised: string): string[] {
  const found = normalised.replace(overdosed, 'overdosed').replaceAll("'", '').match(wordPattern) ?? [];
  return found.map((word) => (word.length > longestWord ? word.slice(0, longestWord) : word));
}
