/** Porter's stemmer for English (M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980), steps 1a to 5b. */

const isVowelAt = (word: string, index: number): boolean => {
  const letter = word[index]!;
  if ('aeiou'.includes(letter)) return true;
  return letter === 'y' && index > 0 && !isVowelAt(word, index - 1);
};

/** How often a run of vowels is followed by a run of consonants: Porter's m. */
function measure(word: string): number {
  let count = 0;
  let before = false;
  for (let index = 0; index < word.length; index += 1) {
    const vowel = isVowelAt(word, index);
    if (before && !vowel) count += 1;
    before = vowel;
  }
  return count;
}

function hasVowel(word: string): boolean {
  for (let index = 0; index < word.length; index += 1) if (isVowelAt(word, index)) return true;
  return false;
}

const endsDouble = (word: string): boolean =>
  word.length > 1 && word.at(-1) === word.at(-2) && !isVowelAt(word, word.length - 1);

/** Consonant, vowel, consonant at the end, the last one not w, x or y: `hop`, not `snow`. */
function endsShort(word: string): boolean {
  const last = word.length - 1;
  if (last < 2 || 'wxy'.includes(word[last]!)) return false;
  return !isVowelAt(word, last) && isVowelAt(word, last - 1) && !isVowelAt(word, last - 2);
}

function plural(word: string): string {
  if (word.endsWith('sses') || word.endsWith('ies')) return word.slice(0, -2);
  if (word.endsWith('s') && !word.endsWith('ss')) return word.slice(0, -1);
  return word;
}

function repaired(root: string): string {
  if (root.endsWith('at') || root.endsWith('bl') || root.endsWith('iz')) return `${root}e`;
  if (endsDouble(root) && !'lsz'.includes(root.at(-1)!)) return root.slice(0, -1);
  return measure(root) === 1 && endsShort(root) ? `${root}e` : root;
}

function pastOrProgressive(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  for (const suffix of ['ed', 'ing']) {
    if (!word.endsWith(suffix)) continue;
    const root = word.slice(0, -suffix.length);
    return hasVowel(root) ? repaired(root) : word;
  }
  return word;
}

const finalY = (word: string): string =>
  word.endsWith('y') && hasVowel(word.slice(0, -1)) ? `${word.slice(0, -1)}i` : word;

const pairs = (text: string): [string, string][] => text.split(' ').map((pair) => pair.split('>') as [string, string]);

const step2 = pairs(
  'ational>ate tional>tion enci>ence anci>ance izer>ize abli>able alli>al entli>ent eli>e ousli>ous ization>ize ' +
    'ation>ate ator>ate alism>al iveness>ive fulness>ful ousness>ous aliti>al iviti>ive biliti>ble',
);
const step3 = pairs('icate>ic ative> alize>al iciti>ic ical>ic ful> ness>');
const step4 = pairs(
  'al> ance> ence> er> ic> able> ible> ant> ement> ment> ent> ion> ou> ism> ate> iti> ous> ive> ize>',
);

/** Replaces the first suffix that fits, if what is left of the word is long enough. */
function replace(word: string, suffixes: readonly [string, string][], enough: number): string {
  for (const [suffix, by] of suffixes) {
    if (!word.endsWith(suffix)) continue;
    const root = word.slice(0, -suffix.length);
    if (measure(root) <= enough) return word;
    return suffix === 'ion' && !/[st]$/.test(root) ? word : root + by;
  }
  return word;
}

function tidied(word: string): string {
  let result = word;
  if (result.endsWith('e')) {
    const root = result.slice(0, -1);
    const m = measure(root);
    if (m > 1 || (m === 1 && !endsShort(root))) result = root;
  }
  return result.endsWith('ll') && measure(result) > 1 ? result.slice(0, -1) : result;
}

const longestWord = 40;

/** Stems that were worked out: texts use few words over and over, and most words have many rules to go through. */
const known = new Map<string, string>();
const mostKnown = 20_000;

/**
 * The stem of one lower-case word. A word with anything but a to z in it, of one or two letters, or longer than any word
 * of the language stays as it is.
 */
export function stem(word: string): string {
  const found = known.get(word);
  if (found !== undefined) return found;
  if (known.size >= mostKnown) known.clear();
  const worked = stemmed(word);
  known.set(word, worked);
  return worked;
}

function stemmed(word: string): string {
  if (word.length < 3 || word.length > longestWord || !/^[a-z]+$/.test(word)) return word;
  const inflected = finalY(pastOrProgressive(plural(word)));
  return tidied(replace(replace(replace(inflected, step2, 0), step3, 0), step4, 1));
}
