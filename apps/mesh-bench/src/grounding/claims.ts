/**
 * What an answer must not make up, found in another way than the product finds it: word by word instead of by patterns over
 * the text, and with lists of its own. What one of the two overlooks the other may see.
 */
export interface Claim {
  readonly kind: 'number' | 'time' | 'phone' | 'link' | 'day' | 'promise';
  /** As it was said. */
  readonly said: string;
  /** One way of writing it: equal where the same is meant. */
  readonly key: string;
  readonly unit?: string | undefined;
  /** Of promises: whether it is said that there is none. */
  readonly denied?: boolean;
}

const few = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' '); // prettier-ignore
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const big: Readonly<Record<string, number>> = { half: 0.5, quarter: 0.25, dozen: 12, hundred: 100, thousand: 1000, grand: 1000, million: 1e6 }; // prettier-ignore
const days = 'monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november december'.split(' '); // prettier-ignore

const unitNames: readonly (readonly [unit: string, names: string])[] = [
  ['dollar', '$ dollar usd buck'],
  ['euro', '€ euro eur'],
  ['pound', '£ pound gbp quid'],
  ['percent', '% percent'],
  ['second', 'second sec'],
  ['minute', 'minute min'],
  ['hour', 'hour hr h'],
  ['day', 'day'],
  ['week', 'week'],
  ['month', 'month'],
  ['year', 'year'],
];
const unitOf = (word: string): string | undefined => {
  const bare = word.toLowerCase().replace(/[^\p{L}$€£%]/gu, '');
  return unitNames.find(([, names]) => names.split(' ').some((name) => bare === name || bare === `${name}s`))?.[0];
};

const numberOf = (word: string): number | undefined => {
  const bare = word.toLowerCase().replace(/[^a-z-]/g, '');
  const [first = '', second] = bare.split('-');
  if (tens.includes(first)) return (tens.indexOf(first) + 2) * 10 + (second ? few.indexOf(second) : 0);
  if (second !== undefined && !(first in big) && !few.includes(first)) return undefined;
  if (few.includes(first)) return few.indexOf(first);
  return big[first.replace(/s$/, '')] ?? big[first];
};

const promised =
  /^(?:refund|reimburs|compensat|discount|voucher|waiv|guarant|promis|complimentary|upgrad|bonus|gift|gratis|rebate|cashback|freebie|coupon|swear|assur)|^credit(?:s|ed|ing)?$|^free$/;
const sayings =
  /money back|on the house|no charge|at no cost|half.price|on (?:its|their|his|her|the) way|pay (?:you|them) back/g;
const people =
  /^(?:we|i|he|she|they|somebody|someone|staff|technician|manager|desk|team|help|security|colleague|owner)$/;
const willDo = /^(?:will|shall|ll|gonna)$/;
const doing = /^(?:send|call|com|bring|fix|repair|unlock|refund|return|mov|book|arrang|dispatch|cancel|extend|pay)ing$/;
const done = /^(?:sent|called|booked|cancelled|canceled|refunded|credited|unlocked|arranged|dispatched|notified|informed|moved|extended|confirmed|approved)$/; // prettier-ignore
const denials = /^(?:no|not|never|none|without|cannot|nor|neither|nothing)$|n['’]t$/;

const stemOf = (word: string): string =>
  word
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/(?:ing|ed|es|s|e)$/, '')
    .slice(0, 7);

/** As it is seen. */
const seen = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replaceAll('⁄', '/');

interface Token {
  readonly text: string;
  /** Whether a mark stands behind it, so that the next word is no unit of it. */
  readonly ends: boolean;
}

const tokensOf = (text: string): Token[] =>
  Array.from(text.matchAll(/[^\s()"“”[\]{}|*_`~<>;!?…—]+/gu), ([raw]) => ({
    text: raw.replace(/^[.,:'’-]+(?!\d)|[.,:'’-]+$/gu, ''),
    ends: /[.,:]$/.test(raw),
  })).filter(({ text: word }) => word !== '');

const linkOf = (word: string): string | undefined => {
  const bare = word.toLowerCase().replace(/^https?:\/\/(?:www\.)?|\/+$/g, '');
  const isLink =
    word.includes('://') ||
    /@\w/.test(word) ||
    /[\p{L}\d-]{2,}\.[a-z]{2,}/u.test(bare) ||
    /^\d+(?:\.\d+){3}/.test(bare);
  return isLink ? bare : undefined;
};

const minutesOf = (hour: number, minute: number, half: string | undefined): number =>
  ((half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0)) % 24) * 60 + minute;

/** The numbers of one word that has digits in it: `$64`, `4:30`, `5-7`, `45-minute`, `1,250.50`. */
function figuresIn(word: string, next: string): Claim[] {
  const digits = word.replace(/\D/g, '');
  if (/^\+?[\d().-]+$/.test(word) && digits.length >= 7) return [{ kind: 'phone', said: word, key: digits }];
  const clock = /^(\d{1,2}):(\d{2})([ap])?/i.exec(word) ?? /^(\d{1,2})()([ap])\.?m/i.exec(word);
  const half = clock?.[3]?.toLowerCase() ?? (/^([ap])\.?m/i.exec(next)?.[1] ?? '').toLowerCase();
  if (clock || (/^\d{1,2}$/.test(word) && half !== '')) {
    const [hour, minute] = clock ? [clock[1], clock[2]] : [word, ''];
    return [{ kind: 'time', said: word, key: String(minutesOf(Number(hour), Number(minute), half || undefined)) }];
  }
  const parts = word.replace(/(?<=\d),(?=\d{3})/g, '').split(/[-–/x,:](?=[$€£]?\d)/);
  return parts.flatMap((part) => {
    const [, sign = '', value, rest = ''] = /^(\D*?)(\.?\d+(?:\.\d+)?)(.*)$/s.exec(part) ?? [];
    if (value === undefined) return /\p{N}/u.test(part) ? [{ kind: 'number' as const, said: word, key: part }] : [];
    const behind = rest.replace(/^-|^(?:st|nd|rd|th)$/, '');
    const unit = unitOf(sign) ?? unitOf(behind) ?? (behind === '' ? unitOf(next) : undefined);
    const many = behind === '' && /^k$/i.test(next) ? 'k' : behind;
    const odd = unitOf(many) === undefined && /^[a-z]{1,2}$/i.test(many) ? many.toLowerCase() : '';
    return [{ kind: 'number' as const, said: `${word} ${next}`.trim(), key: `${Number(value)}${odd}`, unit }];
  });
}

const markOfLine = /^[ \t]*(\d{1,2})[.)](?=\s)/gm;

/** Lines' own numbers, counted up one by one from 1 or from where a procedure's list goes on, are no numbers of the answer. */
function withoutMarks(text: string, begins: readonly string[]): string {
  let last = 0;
  return text.replace(markOfLine, (mark, number: string) => {
    const follows = Number(number) === last + 1 || number === '1' || (last === 0 && begins.includes(number));
    last = follows ? Number(number) : last;
    return follows ? ' '.repeat(mark.length) : mark;
  });
}

function promisesOf(sentence: string): Claim[] {
  const words = sentence.toLowerCase().split(/[^a-z'’]+/).filter(Boolean); // prettier-ignore
  const claim = (said: string, at: number): Claim => {
    const near = words.slice(Math.max(0, at - 5), at);
    return { kind: 'promise', said, key: stemOf(said), denied: near.some((word) => denials.test(word)) };
  };
  const found = words.flatMap((word, at): Claim[] => {
    if (promised.test(word) && !(word === 'free' && words[at - 1] === 'feel')) return [claim(word, at)];
    const who = words.slice(Math.max(0, at - 4), at).some((each) => people.test(each.replace(/['’].*$/, '')));
    if (who && (willDo.test(words[at - 1] ?? '') || /['’]ll$/.test(words[at - 1] ?? '')) && word !== 'be') return [claim(word, at)];
    return who && (doing.test(word) || done.test(word)) ? [claim(word, at)] : [];
  }); // prettier-ignore
  const said = Array.from(sentence.toLowerCase().matchAll(sayings), ([raw]): Claim => ({ kind: 'promise', said: raw, key: raw, denied: false })); // prettier-ignore
  return [...found, ...said];
}

export const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?])\s+|\n+/);

/** Every claim of a text. @param begins numbers that a list in it may begin with */
export function claimsOf(written: string, begins: readonly string[] = []): Claim[] {
  const text = withoutMarks(seen(written).replace(/\[\.\]/g, '.'), begins);
  const tokens = tokensOf(text);
  const claims: Claim[] = [];
  tokens.forEach(({ text: word, ends }, index) => {
    const next = ends ? '' : (tokens[index + 1]?.text ?? '');
    const link = linkOf(word);
    if (link !== undefined) claims.push({ kind: 'link', said: word, key: link });
    else if (/\p{N}/u.test(word)) claims.push(...figuresIn(word, next));
    else {
      const number = numberOf(word);
      const pronoun = number === 1 && unitOf(next) === undefined && numberOf(next) === undefined;
      if (number !== undefined && !pronoun) claims.push({ kind: 'number', said: word, key: String(number), unit: unitOf(next) }); // prettier-ignore
      const day = days.find((name) => word.toLowerCase().replace(/['’]?s$/, '') === name);
      if (day) claims.push({ kind: 'day', said: word, key: day });
      if (/^(?:noon|midnight)$/i.test(word)) claims.push({ kind: 'time', said: word, key: word.toLowerCase() === 'noon' ? '720' : '0' }); // prettier-ignore
      if (word.toLowerCase() === 'dot' && /^(?:com|net|org|io|co|example)$/i.test(next)) claims.push({ kind: 'link', said: `dot ${next}`, key: `dot ${next}` }); // prettier-ignore
    }
  });
  return [...claims, ...sentencesOf(text).flatMap(promisesOf)];
}

const sameFigure = (claim: Claim, known: Claim): boolean =>
  claim.kind === known.kind &&
  claim.key === known.key &&
  (claim.unit === undefined || known.unit === undefined || claim.unit === known.unit);

/** The claims of a text that no quote has. */
export function unsupported(text: string, quotes: readonly string[]): Claim[] {
  const begins = quotes.flatMap((quote) => Array.from(quote.matchAll(markOfLine), ([, number = '']) => number));
  const known = quotes.flatMap((quote) => claimsOf(quote, begins));
  const said = quotes.flatMap((quote) => sentencesOf(seen(quote)));
  const words = said.map((sentence) => ({
    stems: new Set(sentence.split(/[^a-z'’]+/i).map(stemOf)),
    text: sentence.toLowerCase(),
    denied: sentence.toLowerCase().split(/[^a-z'’]+/).some((word) => denials.test(word)),
  })); // prettier-ignore
  return claimsOf(text, begins).filter((claim) => {
    if (claim.kind !== 'promise') return !known.some((each) => sameFigure(claim, each));
    // Whether a source that denies something else in the same sentence affirms this, nobody can tell word by word.
    return !words.some(
      ({ stems, text: source, denied }) =>
        (stems.has(claim.key) || source.includes(claim.key)) &&
        (claim.denied ? denied : true) &&
        (claim.denied ||
          !denied ||
          known.some((each) => each.kind === 'promise' && each.key === claim.key && !each.denied)),
    );
  });
}
