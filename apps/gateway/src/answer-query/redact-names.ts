/**
 * What says that a name comes next. Only what people say of themselves and of others in so many words: a name that just
 * stands there cannot be told from any other word without a list of names, and no list has everybody's.
 */
const signs =
  /\b(?:name|name's|surname|nombre|llamo|m'appelle|heiße|mr|mrs|mister|ms|miss|mx|dr|prof|calling|speaking|this is|under|named|i'm|i am)\b/iu;

const word = /[\p{L}\p{M}][\p{L}\p{M}'-]*|\d+|[^\s]/gu;

interface Word {
  readonly raw: string;
  readonly lower: string;
  readonly capital: boolean;
  readonly at: number;
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter((each) => each !== ''));

/** No names, whatever stands before them. */
const others = setOf(`
  a about account actually after again all already also always am an and another any app are as ask asked at away back bad
  bay because been before being below between blank booked booking box broken but by calling called can cannot can't card
  caps changed check club code company could customer cut day desk did didn't different do does doesn't done don't door down
  driver duplicated each either else email emergency empty even ever every everyone everything fine first for four from
  front full game gets getting girl go gone good got group guest had half happening harbor has have having he hello help her
  here hers hi him his how i i'd i'll i'm i've if in incorrect instead into invalid is isn't issue it it's its just kind last
  late left level like line listed locked long longer looking lost lower maintenance management manager match matching maybe me
  member mill mine missing misspelled misspelt more most much must my myself name named need needs never new next no nobody
  none nor normal not nothing now of off ok okay old on once one only open or order other our out outdated over own page par
  party paid pending probably people please police printed problem quite ready really reception registered repair required review room
  said same saved saying security see seems she should showing shown shows shut sim since site so some somebody someone
  something soon speaking spelled spelt staff still stuck summit supervision support sure system taken team than that that's
  the their them then there there's they they're thing this those three to today tomorrow tonight too trending twice two under unknown
  until up upper urgent us used using very visible warranty was wasn't way we we're well were what what's when where which
  while who why will with without work working would written wrong yes yesterday yet you your yours
  monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
  october november december`);

/** After these a second word in small letters still belongs to the name: "my name is jo smith and i am locked out". */
const goesOn = setOf(`and i i'm im i've we my the calling speaking here from at for can could is was with`);
/** Whose name it may be: "the wifi name is" and "the team name is" tell of nobody. */
const owners = setOf(`my his her their our your the first last full family real own whose and is
  customer's member's guest's caller's player's friend's wife's husband's son's daughter's brother's sister's`);
const people =
  setOf(`member members customer guest man woman lady guy girl boy person someone somebody friend player caller
  kid child student gentleman user client`);
const alwaysTitles = setOf('mr mrs mister');
const titles = setOf('ms miss mx dr prof');
const booked = setOf('booked booking reservation reserved registered account held');
const longestName = 3;

/** Finds names in the words of a text, one sign after the other. */
class Names {
  constructor(private readonly words: readonly Word[]) {}

  /** Whether these words stand before a place. */
  private before(at: number, ...said: readonly string[]): boolean {
    return said.every((each, index) => this.words[at - said.length + index]?.lower === each);
  }

  private lower(at: number): string {
    return this.words[at]?.lower ?? '';
  }

  private capital(at: number): boolean {
    return this.words[at]?.capital ?? false;
  }

  /** Whether a name begins at a place, whichever words it is of. */
  begins(at: number): boolean {
    return this.isSaid(at) || this.follows(at) || this.isCalling(at) || (this.capital(at) && this.isWritten(at));
  }

  /** How many words of the text at a place are a name; none where it is a word that is no name. */
  lengthAt(at: number): number {
    if (!this.canBeName(at)) return 0;
    let length = 1;
    while (length < longestName && this.canBeName(at + length) && this.belongs(at, at + length)) length += 1;
    return length;
  }

  private canBeName(at: number): boolean {
    const { lower = '' } = this.words[at] ?? {};
    return /^\p{L}/u.test(lower) && !others.has(lower);
  }

  /** What is written with a capital goes on with capitals; what is not, with one more word where nothing else can follow. */
  private belongs(first: number, at: number): boolean {
    if (this.capital(first)) return this.capital(at);
    if (at > first + 1) return false;
    const next = this.words[at + 1];
    return next === undefined || !/^\p{L}/u.test(next.lower) || goesOn.has(next.lower);
  }

  /** "my name is", "name: ", "the customer's name is", in a few languages. */
  private isSaid(at: number): boolean {
    if (this.before(at, 'me', 'llamo') || this.before(at, 'je', "m'appelle") || this.before(at, 'ich', 'heiße'))
      return true;
    if (this.before(at, 'mi', 'nombre', 'es') || this.before(at, 'mein', 'name', 'ist')) return true;
    if (this.before(at, "name's")) return this.isOwned(at - 1);
    if (!this.before(at, 'is') && !this.before(at, 'was') && !this.before(at, ':')) return false;
    if (this.lower(at - 2) === 'surname') return true;
    return this.lower(at - 2) === 'name' && this.isOwned(at - 2);
  }

  private isOwned(name: number): boolean {
    const before = this.words[name - 1];
    return before === undefined || owners.has(before.lower) || !/^\p{L}/u.test(before.lower);
  }

  /** "mr. X", "under the name X", "in the name of X", "a member named X". */
  private follows(at: number): boolean {
    const title = this.lower(at - 1) === '.' ? this.lower(at - 2) : this.lower(at - 1);
    if (alwaysTitles.has(title)) return true;
    if (this.before(at, 'under', 'the', 'name') || this.before(at, 'under', 'the', 'name', 'of')) return true;
    if (this.before(at, 'in', 'the', 'name', 'of') || this.before(at, 'by', 'the', 'name', 'of')) return true;
    if (this.before(at, 'under', 'name')) return true;
    return this.before(at, 'named') && (people.has(this.lower(at - 2)) || people.has(this.lower(at - 3)));
  }

  /** "this is X calling". */
  private isCalling(at: number): boolean {
    if (!this.before(at, 'this', 'is')) return false;
    const after = this.lower(at + this.lengthAt(at));
    return after === 'calling' || after === 'speaking' || (this.capital(at) && (after === 'here' || after === 'from'));
  }

  /** What only a capital tells from other words: "Dr. X", "booked under X", "I'm X Y". */
  private isWritten(at: number): boolean {
    const dot = this.lower(at - 1) === '.' ? 1 : 0;
    const title = at - 1 - dot;
    // "41 Ridge Dr" is a street, and "200 ms" a time.
    if (titles.has(this.lower(title)) && this.capital(title) && !this.capital(title - 1)) return true;
    if (this.before(at, 'under') && booked.has(this.lower(at - 2))) return true;
    const isI = this.before(at, "i'm") || this.before(at, 'i', 'am');
    return isI && this.lengthAt(at) > 1;
  }
}

/** A text without the names that it says are names. Takes time in proportion to its length. */
export function redactNames(text: string): string {
  // One kind of apostrophe, of the same length, so that places stay what they are.
  const plain = text.replaceAll('’', "'");
  if (!signs.test(plain)) return text;
  const words = [...plain.matchAll(word)].map(({ 0: raw, index }) => ({
    raw,
    lower: raw.toLowerCase(),
    capital: /^\p{Lu}/u.test(raw),
    at: index,
  }));
  const names = new Names(words);
  let redacted = '';
  let done = 0;
  for (let at = 0; at < words.length; at += 1) {
    const length = names.begins(at) ? names.lengthAt(at) : 0;
    if (length === 0) continue;
    const last = words[at + length - 1]!;
    const end = last.at + last.raw.length - (last.lower.endsWith("'s") ? 2 : 0);
    redacted += `${text.slice(done, words[at]!.at)}[name]`;
    done = end;
    at += length - 1;
  }
  return redacted + text.slice(done);
}
