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
  $: 'dollar', dollar: 'dollar', dollars: 'dollar', usd: 'dollar', bucks: 'dollar',
  '%': 'percent', percent: 'percent',
  second: 'second', seconds: 'second', minute: 'minute', minutes: 'minute', min: 'minute', mins: 'minute',
  hour: 'hour', hours: 'hour', h: 'hour', hrs: 'hour',
  day: 'day', days: 'day', week: 'week', weeks: 'week', month: 'month', months: 'month', year: 'year', years: 'year',
  hole: 'hole', holes: 'hole', person: 'person', people: 'person', players: 'person', player: 'person',
  feather: 'feather', feathers: 'feather', inch: 'inch', inches: 'inch', feet: 'foot', foot: 'foot',
  '°f': 'fahrenheit', digit: 'digit', digits: 'digit',
}; // prettier-ignore

const small = [
  'zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen',
  'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen',
]; // prettier-ignore
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const numberWord = `(?:(?:${tens.join('|')})(?:[- ](?:${small.slice(1, 10).join('|')}))?|${[...small].reverse().join('|')}|(?:a )?hundred)`;

const valueOfWord = (word: string): number => {
  if (word.endsWith('hundred')) return 100;
  const [first = '', second] = word.split(/[- ]/);
  const ten = tens.indexOf(first);
  if (ten < 0) return small.indexOf(first);
  return (ten + 2) * 10 + (second === undefined ? 0 : small.indexOf(second));
};

const unitPattern = `(?:[\\s-]?(?:business[\\s-])?(${Object.keys(units)
  .filter((unit) => unit !== '$')
  .sort((a, b) => b.length - a.length)
  .join('|')})(?![a-z]))?`;
const links = [
  /https?:\/\/[^\s)"]{1,500}/gi,
  /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g,
  /(?<!\w)@\w{2,30}/g,
  /(?<![\w-])(?:[A-Za-z0-9-]{1,63}\.){1,4}[a-z]{2,24}(?:\/[^\s,;)"]{0,300})?/g,
];
const phone = /\+\d[\d ()-]{6,20}\d|\b\d{3}[-. ]\d{4}\b|\b\d{3}[-. ]\d{3}[-. ]\d{4}\b/g;
const clock = /\b(\d{1,2}):(\d{2})(?:\s?([ap])\.?m\b\.?)?|\b(\d{1,2})\s?([ap])\.?m\b\.?|\b(noon|midnight)\b/gi;
const number = new RegExp(
  `(\\$\\s?)?(?<![\\w.])(?:(\\d{1,3}(?:,\\d{3}){1,4}|\\d{1,15})(\\.\\d{1,6})?(?:st|nd|rd|th)?|(${numberWord})\\b)${unitPattern}`,
  'gi',
);

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

function numberOf(match: RegExpMatchArray): Figure | undefined {
  const [raw, dollar, digits, decimals, word, unitWord] = match;
  const value =
    word === undefined ? Number(`${digits?.replaceAll(',', '')}${decimals ?? ''}`) : valueOfWord(word.toLowerCase());
  const unit = dollar === undefined ? units[unitWord?.toLowerCase() ?? ''] : 'dollar';
  // "one of us" and "one ball" count nothing; "one hour" does.
  if (value === 1 && word !== undefined && unit === undefined) return undefined;
  return { kind: 'number', value: String(value), raw: raw.trim(), ...(unit === undefined ? {} : { unit }) };
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

/** Every figure of a text, in its order. The numbers of numbered steps are not among them. */
export function figuresOf(text: string): Figure[] {
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
  take(clock, timeOf);
  take(number, numberOf);
  const inOrder = found.sort((one, other) => one.at - other.at);
  return inOrder.map((placed, index) => shareUnit(placed, inOrder[index + 1], text).figure);
}
