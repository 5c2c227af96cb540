const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Words, and signs that end a thought; a hyphen does between spaces only, and an apostrophe is no sign. */
const tokens = /[\p{L}\p{N}']+|[.,;:!?()\n]|(?<= )[-\u2013\u2014](?= )/gu;
const isWord = (token: string): boolean => /[\p{L}\p{N}]/u.test(token);

/** A cheap look whether anything may be denied at all: most texts deny nothing. */
const mayDeny = /not|n't|dont|didnt|doesnt|isnt|wasnt|arent|\bno\b|never ?mind/u;

/** What nobody may overhear, whatever else is said: "I don't want to live anymore". */
const vital = setOf('live alive be die wake exist');

/** What begins another thought within a sentence. */
const turns =
  setOf(`but and so because just only instead although though however while when if please rather since i im ive id we
  were you it its he she they theres there how what why where who can could is are`);

/** Words that say nothing of a subject. */
const filler =
  setOf(`a an and are as at be been but by can could do does did dont doesnt didnt for from get got had has have hello
  hey hi how i id if im in is isnt it its ive just me my need no not now of off ok on one only or our out please pls so some still
  than thanks that the their them then there these they this to too up us want was we were what when where which who why will with
  would yes yet you your about tell know help guys guest member customer cust caller says said asking`);

/** More than this many words are not denied at once: who goes on that long has changed the subject. */
const longestScope = 8;
/** As many words of a subject have to stand elsewhere: who says only what they do not want is about just that. */
const fewestElsewhere = 2;

type Opener = readonly ReadonlySet<string>[];

/** "I don't want a refund, ...": what is meant comes after it. What comes before may be why: "he is ill, we don't need the bay". */
const setsAside: readonly Opener[] = [
  [setOf('dont didnt'), setOf('want need mean')],
  [setOf('do did'), setOf('not'), setOf('want need mean')],
  [setOf('no'), setOf('need')],
  [setOf('never'), setOf('mind')],
  [setOf('nevermind')],
];
/** "It is not about the screen": what is meant stands anywhere else. */
const corrects: readonly Opener[] = [
  [setOf('not isnt arent wasnt'), setOf('about asking looking trying')],
  [setOf('not'), setOf('interested'), setOf('in')],
];
interface Denial {
  /** Words of the denial itself. */
  readonly length: number;
  readonly isSetAside: boolean;
}

/** The denial that begins here; undefined where none does. */
function denialAt(words: readonly string[], at: number): Denial | undefined {
  const isHere = (opener: Opener): boolean => opener.every((place, next) => place.has(words[at + next] ?? ''));
  const aside = setsAside.find(isHere);
  if (aside) return { length: aside.length, isSetAside: true };
  const found = corrects.find(isHere);
  return found && { length: found.length, isSetAside: false };
}

const isSubject = (word: string): boolean => !filler.has(word);

/** Where the scope of a denial ends that begins at `start`: at a sign, at another thought, or after so many words. */
function endOfScope(words: readonly string[], ends: Uint8Array, start: number): number {
  const stop = Math.min(words.length, start + longestScope);
  for (let end = start; end < stop; end += 1) {
    if (turns.has(words[end]!)) return end;
    if (ends[end] === 1) return end + 1;
  }
  return stop;
}

/** By word: 1 where it is denied. `ends` is 1 for every word after which a sign ends a thought. */
function scopesOf(words: readonly string[], ends: Uint8Array): Uint8Array {
  const denied = new Uint8Array(words.length);
  // How many words of a subject stand from each word on, so that each is counted once.
  const subjects = new Uint32Array(words.length + 1);
  for (let at = words.length - 1; at >= 0; at -= 1) subjects[at] = subjects[at + 1]! + (isSubject(words[at]!) ? 1 : 0);
  for (let at = 0; at < words.length; at += 1) {
    const denial = denialAt(words, at);
    if (denial === undefined || ends.subarray(at, at + denial.length).includes(1)) continue;
    const start = at + denial.length;
    const end = endOfScope(words, ends, start);
    const elsewhere = subjects[end]! + (denial.isSetAside ? 0 : subjects[0]! - subjects[at]!);
    const isVital = words.slice(start, end).some((word) => vital.has(word));
    if (elsewhere >= fewestElsewhere && !isVital) denied.fill(1, start, end);
  }
  return denied;
}

/**
 * Which words of a text are what it is said not to be about, in "I do not want to cancel, the screen is frozen": 1 for each.
 * Only what is denied for certain, up to the end of the thought, and only where something else is said beside it. "I can't
 * log in" and "the door does not open" deny nothing. Its work is that of reading the text once.
 * @param normalised the text as `normalise` gives it
 * @param words its words
 * @returns null where nothing is denied
 */
export function deniedIn(normalised: string, words: readonly string[]): Uint8Array | null {
  if (!mayDeny.test(normalised)) return null;
  const ends = new Uint8Array(words.length);
  let met = 0;
  for (const [token] of normalised.matchAll(tokens)) {
    if (isWord(token)) met += 1;
    else if (met > 0 && met <= words.length) ends[met - 1] = 1;
  }
  if (met !== words.length) return null;
  const denied = scopesOf(words, ends);
  return denied.includes(1) ? denied : null;
}
