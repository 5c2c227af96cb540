const vowel = /[aeiouy]/;

const endsWithDouble = (word: string): boolean => {
  const last = word.at(-1);
  return word.length > 3 && last === word.at(-2) && !'lsz'.includes(last ?? '');
};

/** "stopping" and "stopped" lose the doubled letter with their ending; "falling" and "missed" keep theirs. */
const undouble = (word: string): string => (endsWithDouble(word) ? word.slice(0, -1) : word);

function withoutPlural(word: string): string {
  if (!word.endsWith('s') || word.length < 4) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh|z)es$/.test(word)) return word.slice(0, -2);
  return /(?:ss|us|is)$/.test(word) ? word : word.slice(0, word.endsWith('oes') ? -2 : -1);
}

function withoutTense(word: string): string {
  for (const ending of ['ing', 'ed']) {
    if (!word.endsWith(ending)) continue;
    const rest = word.slice(0, -ending.length);
    if (rest.length >= 3 && vowel.test(rest)) return undouble(rest);
  }
  return word;
}

/**
 * The stem of an English word, cut lightly: plurals, -ing, -ed, a last e, a second l ("cancelled"). Enough for "charge, charges, charged,
 * charging" to meet, and too little to make different words one.
 */
export function stem(word: string): string {
  const bare = withoutTense(withoutPlural(word));
  const ends = (bare.length > 3 && bare.endsWith('e')) || (bare.length > 5 && bare.endsWith('ll'));
  return ends ? bare.slice(0, -1) : bare;
}

/**
 * The word as the matchers know it: its stem, with every number of the same length alike ("bay 3" is "bay 4"), since a
 * number seldom says whose question it is. 911 does, and stays.
 */
export function term(word: string): string {
  if (word === '911') return word;
  const shaped = word.replace(/[0-9]/g, '#');
  return shaped === word ? stem(word) : shaped;
}
