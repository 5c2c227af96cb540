import { daysOf } from './days.js';
import { remembered } from '../remembered.js';

/** Something in a text that must not be made up: a number with its unit, a time of day, a phone number, or a link. */
export interface Figure {
  readonly kind: 'number' | 'time' | 'phone' | 'link';
  /** Written one way, whatever way it stood in the text: `64`, `16:00`, `5550100`, `nightjar.example/jobs`. */
  readonly value: string;
  /** Of numbers only, where one stands beside it. */
  readonly unit?: string;
  /** As it stands in the text. */
  readonly raw: string;
}

const units: Readonly<Record<string, string>> = {
  $: 'dollar', dollar: 'dollar', dollars: 'dollar', usd: 'dollar', bucks: 'dollar', buck: 'dollar',
  cent: 'cent', cents: 'cent', '¢': 'cent', '€': 'euro', euro: 'euro', euros: 'euro', eur: 'euro',
  '£': 'pound', pound: 'pound', pounds: 'pound', quid: 'pound', gbp: 'pound', '¥': 'yen', yen: 'yen',
  '%': 'percent', percent: 'percent',
  second: 'second', seconds: 'second', minute: 'minute', minutes: 'minute', min: 'minute', mins: 'minute',
  hour: 'hour', hours: 'hour', h: 'hour', hrs: 'hour',
  day: 'day', days: 'day', week: 'week', weeks: 'week', month: 'month', months: 'month', year: 'year', years: 'year',
  hole: 'hole', holes: 'hole', person: 'person', people: 'person', players: 'person', player: 'person',
  feather: 'feather', feathers: 'feather', inch: 'inch', inches: 'inch', feet: 'foot', foot: 'foot',
  yard: 'yard', yards: 'yard', mile: 'mile', miles: 'mile', meter: 'meter', meters: 'meter', km: 'kilometer',
  '°f': 'fahrenheit', digit: 'digit', digits: 'digit',
}; // prettier-ignore

/** Whether a word makes another figure of a number before it. */
export const isUnit = (word: string): boolean => word.toLowerCase() in units || /^k$/i.test(word);

const small = [
  'zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen',
  'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen',
]; // prettier-ignore
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
/** Numbers that are said in words and are no digits: how many of something, or what part of it. */
const amounts: Readonly<Record<string, number>> = {
  half: 0.5, halves: 0.5, quarter: 0.25, quarters: 0.25, dozen: 12, hundred: 100, hundreds: 100, thousand: 1000, thousands: 1000, grand: 1000,
  million: 1e6, millions: 1e6, billion: 1e9, billions: 1e9,
}; // prettier-ignore
const amount = Object.keys(amounts)
  .sort((a, b) => b.length - a.length)
  .join('|');
const digitWord = `(?:oh|${small.slice(0, 10).join('|')})`;
const numberWord = `(?:(?:${tens.join('|')})(?:[- ](?:${small.slice(1, 10).join('|')}))?|${[...small].reverse().join('|')}|(?:a )?(?:${amount}))`;

/** Every word that a figure can begin with, by its letters. */
const figureWords: ReadonlySet<string> = new Set([
  ...small,
  ...tens,
  ...Object.keys(amounts),
  'noon',
  'midnight',
  'oh',
  'dot',
]);

/** Whether a word alone is a figure, or may become one with what comes behind it. */
export const mayBeginFigure = (word: string): boolean =>
  figureWords.has(word.toLowerCase()) || daysOf(word).length > 0 || /^(?:May|March)$/.test(word);

const valueOfWord = (word: string): number => {
  const part = amounts[word.replace(/^a /, '')];
  if (part !== undefined) return part;
  const [first = '', second] = word.split(/[- ]/);
  const ten = tens.indexOf(first);
  if (ten < 0) return small.indexOf(first);
  return (ten + 2) * 10 + (second === undefined ? 0 : small.indexOf(second));
};

/** They stand before a number, or right behind it. */
const currencySigns = '$€£¥';
const unitPattern = `(?:[\\s-]?(?:business[\\s-])?(${Object.keys(units)
  .filter((unit) => !currencySigns.includes(unit))
  .sort((a, b) => b.length - a.length)
  .join('|')})(?![a-z])|\\s?([${currencySigns}])(?!\\d))?`;
const links = [
  /https?:\/\/[^\s)"]{1,500}/gi,
  /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g,
  /(?<!\w)@\w{2,30}/g,
  /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]\d)(?::\d{1,5})?(?:\/[^\s,;)"]{0,300})?/g,
  /(?<![\w-])(?:[\p{L}\p{N}-]{1,63}\.){1,4}[a-z]{2,24}(?:\/[^\s,;)"]{0,300})?/giu,
  // An address that is not to look like one: "pay[.]example", "pay dot com".
  /(?<![\w-])[\w-]{1,63}(?:\s?[[({]\s?(?:\.|dot)\s?[\])}]\s?[a-z]{2,24}|\sdot\s(?:com|net|org|info|biz|io|co|app|me|us|uk|example))\b/gi,
];
const phone = /\+\d[\d ()-]{6,20}\d|\b\d{3}[-. ]\d{4}\b|\b\d{3}[-. ]\d{3}[-. ]\d{4}\b/g;
/** Digits read out one after the other, as a phone number is. */
const spelled = new RegExp(`\\b${digitWord}(?:[\\s,-]{1,3}${digitWord}){2,15}\\b`, 'gi');
const clock = /\b(\d{1,2}):(\d{2})(?:\s?([ap])\.?m\b\.?)?|\b(\d{1,2})\s?([ap])\.?m\b\.?|\b(noon|midnight)\b/gi;
const number = new RegExp(
  `([${currencySigns}]\\s?)?(?<![\\p{L}\\d]|\\d[.,])(?:(\\d{1,3}(?:,\\d{3}){1,4}|\\d{1,15}|(?=\\.\\d))(\\.\\d{1,6})?(?:st|nd|rd|th)?|\\b(${numberWord})\\b)${unitPattern}(?:(?<=\\d)(\\p{L}{1,3}|\\s?k)(?!\\p{L}))?`,
  'giu',
);
/** Numbers of other scripts, which nothing here can read: they stand where they are written the same. */
const otherNumbers = /[^\P{N}\d]+/gu;

const addressOf = (raw: string): string => raw.toLowerCase().replace(/^https?:\/\/(?:www\.)?|[./]{1,3}$/g, '');

const hourOf = (hour: number, half: string | undefined): number => {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
};

function timeOf(match: RegExpMatchArray): Figure {
  const [raw, hour, minute, half, bareHour, bareHalf, word] = match;
  if (word !== undefined) return { kind: 'time', value: word.toLowerCase() === 'noon' ? '12:00' : '0:00', raw };
  const at = hour === undefined ? hourOf(Number(bareHour), bareHalf) : hourOf(Number(hour), half);
  return { kind: 'time', value: `${at % 24}:${minute ?? '00'}`, raw };
}

const valueOfDigits = (digits: string, decimals: string): number => Number(`${digits.replaceAll(',', '')}${decimals}`);

function numberOf(match: RegExpMatchArray): Figure | undefined {
  const [raw, sign, digits = '', decimals = '', word, unitWord, signBehind, letters = ''] = match;
  const value = word === undefined ? valueOfDigits(digits, decimals) : valueOfWord(word.toLowerCase());
  const unit = units[sign?.trim() ?? signBehind ?? unitWord?.toLowerCase() ?? ''];
  // "one of us" and "one ball" count nothing; "one hour" does.
  if (value === 1 && word !== undefined && unit === undefined) return undefined;
  // "5k" is not 5.
  const said = `${value}${letters.trim().toLowerCase()}`;
  return { kind: 'number', value: said, raw: raw.trim(), ...(unit === undefined ? {} : { unit }) };
}

interface Placed {
  readonly figure: Figure;
  readonly at: number;
  readonly end: number;
}

/** "5 to 7 days", "8 or 9 hours": the unit at the end is the unit of both. */
function shareUnit({ figure, end, at }: Placed, next: Placed | undefined, text: string): Placed {
  const unit = next?.figure.unit;
  if (figure.kind !== 'number' || figure.unit !== undefined || unit === undefined || !next) return { figure, at, end };
  const joined = /^\s*(?:to|or|and|-|–)\s*$/.test(text.slice(end, next.at));
  return { figure: joined ? { ...figure, unit } : figure, at, end };
}

const spelledOf = (raw: string): string =>
  Array.from(raw.toLowerCase().matchAll(/[a-z]+/g), ([word]) => (word === 'oh' ? 0 : small.indexOf(word))).join('');

/** As it is seen: other forms of a character are that character, and what cannot be seen is not there. */
const asSeen = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}|(?<=\p{N})\p{M}/gu, '')
    .replaceAll('⁄', '/');

/** Every figure of a text, in its order. The numbers of numbered steps are not among them. */
export const figuresOf = remembered((written: string): readonly Figure[] => {
  const text = asSeen(written);
  let rest = text.replace(/^[ \t]*\d{1,2}[.)](?=\s)/gm, (mark) => ' '.repeat(mark.length));
  const found: Placed[] = [];
  const take = (pattern: RegExp, read: (match: RegExpMatchArray) => Figure | undefined): void => {
    for (const match of rest.matchAll(pattern)) {
      const figure = read(match);
      if (figure) found.push({ figure, at: match.index, end: match.index + match[0].length });
    }
    // What has been read is covered, so that no part of it is read again as something else.
    rest = rest.replace(pattern, (match) => '\u0000'.repeat(match.length));
  };
  for (const pattern of links) take(pattern, ([raw]) => ({ kind: 'link', value: addressOf(raw), raw }));
  take(phone, ([raw]) => ({ kind: 'phone', value: raw.replace(/\D/g, ''), raw }));
  take(spelled, ([raw]) => ({ kind: 'phone', value: spelledOf(raw), raw }));
  take(clock, timeOf);
  take(number, numberOf);
  take(otherNumbers, ([raw]) => ({ kind: 'number', value: raw, raw }));
  const inOrder = found.sort((one, other) => one.at - other.at);
  return inOrder.map((placed, index) => shareUnit(placed, inOrder[index + 1], text).figure);
});
