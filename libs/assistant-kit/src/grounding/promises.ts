import { stem, wordsOf } from '#ai';
import { remembered } from '../remembered.js';

/** What somebody would come back for if it was not true: money, gifts, and things for free. */
const given = new Set(
  ['refund', 'reimburse', 'reimbursement', 'compensate', 'compensation', 'discount', 'credit', 'voucher', 'waive', 'guarantee'].concat(
    ['promise', 'complimentary', 'upgrade', 'bonus', 'gift', 'free', 'freely', 'gratis', 'rebate', 'cashback', 'comped'],
    ['swear', 'assure', 'ensure', 'freebie', 'giveaway', 'coupon'],
  ).map(stem),
); // prettier-ignore

/** The same in more words than one. */
const phrases =
  /\b(?:money back|on the house|on us|no (?:charge|cost|fee)|half(?:[ -]price| off)|price off|for nothing|on (?:its|their|his|her|the) way|pay (?:you|them) back)\b/gi;

const somebody = String.raw`\b(?:we|i|he|she|they|someone|somebody|staff|help|support|security|(?:an?|the|our|your|another) [a-z]{1,20}(?: [a-z]{1,20})?)`;
/** Of these whatever they do is a deed. */
const ours = String.raw`\b(?:we|i|he|she|they|someone|somebody|staff|help|support|security|(?:an?|the|our|your|another) (?:[a-z]{1,20} )?(?:technician|manager|desk|team|colleague|owner|crew|engineer|electrician|plumber|locksmith))`;
const adverb = String.raw`(?:(?:already|just|also|now|soon|then|[a-z]{1,20}ly) )?`;
/** Deeds of ours that somebody counts on. Other verbs behind "is" and "has" mostly say how something is. */
const deed =
  'send|sent|sending|call|called|calling|ring|ringing|text|texting|email|emailing|contact|contacted|contacting|come|coming|bring|bringing|' +
  'fix|fixed|fixing|repair|repaired|replace|replaced|unlock|unlocked|unlocking|reset|restart|restarting|refunded|refunding|' +
  'credited|crediting|return|returned|returning|repaid|paid|paying|booked|booking|cancelled|canceled|cancelling|canceling|moved|moving|' +
  'extended|extending|reserved|reserving|arranged|arranging|dispatched|dispatching|notified|informed|delivered|waived|' +
  'reimbursed|compensated|confirmed|approved|granted|added|removed';

/** Somebody of ours who will do something, does it now, or has done it, and what: "we'll call", "a technician is coming". */
const deeds: readonly RegExp[] = [
  new RegExp(`${somebody}(?:['’]ll| will| shall| gonna| (?:is|are|am) going to|['’](?:m|re|s) going to) ${adverb}([a-z]{2,20})`, 'gi'),
  new RegExp(`${ours}(?:['’](?:m|re|s)| (?:is|are|am)) ${adverb}([a-z]{2,20}ing)\\b`, 'gi'),
  new RegExp(`${ours}(?:['’](?:ve|s)| (?:have|has|had)) ${adverb}([a-z]{2,20}ed|${deed})\\b`, 'gi'),
  new RegExp(`${somebody}(?:['’](?:m|re|s)| (?:is|are|am)) ${adverb}(${deed})\\b`, 'gi'),
  new RegExp(`${somebody}(?:['’](?:ve|s)| (?:have|has|had)) ${adverb}(?:been )?(${deed})\\b`, 'gi'),
  new RegExp(`\\b(?:will|shall|has|have|['’]ll|going to) ${adverb}(?:be|been|get) ${adverb}(${deed})\\b`, 'gi'),
]; // prettier-ignore

/** Words that a promise goes on from: to stop at them would leave it open what was promised. */
const openers = new Set(['will', 'shall', 'going', 'gonna', 'way', 'money', 'house', 'charge', 'cost', 'fee', 'price', 'pay', 'us']); // prettier-ignore

const negation = /\b(?:no|not|never|none|without|cannot|nor|neither|nothing)\b|n['’]t\b/i;
/** They deny nothing. */
const saidOnly =
  /\bno (?:doubt|problem|worries|worry|question|matter|wonder|kidding|catch|strings)\b|\bnothing but\b|\bnot only\b/gi;
/** A denial stands this many words before what it denies, or right behind it: "not get a full refund", "a refund is not". */
const reachBefore = 4;
const deniedBehind = /^\s*(?:[a-z]{1,12}\s+)?(?:not|never)\b|^\s*[a-z]{1,8}n['’]t\b/i;

const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?])\s+|\n+/);
/** Parts of a sentence that may be affirmed and denied apart. */
const partsOf = (sentence: string): string[] => sentence.split(/[;:]|\bbut\b/i);
/** What a denial does not reach beyond. */
const clause = /[,;:()–—]|\b(?:and|but|so|because|then)\b/i;

interface Promise {
  readonly name: string;
  readonly denied: boolean;
}

function isDenied(sentence: string, start: number, end: number): boolean {
  const before = sentence.slice(0, start).split(clause).at(-1) ?? '';
  const near = before.trim().split(/\s+/).slice(-reachBefore).join(' ');
  const behind = sentence.slice(end).split(clause)[0] ?? '';
  return negation.test(near) || deniedBehind.test(behind);
}

/** The promises of one sentence, by the stems of their words. "Feel free" gives nothing. */
function promisesOf(said: string): Promise[] {
  const sentence = said.replace(/\bfeel free\b/gi, ' ').replace(saidOnly, ' ');
  const at = (name: string, start: number, end: number): Promise => ({ name, denied: isDenied(sentence, start, end) });
  const things = wordsOf(sentence).flatMap(({ text, start, end }) =>
    given.has(stem(text)) ? [at(stem(text), start, end)] : [],
  );
  const more = Array.from(sentence.matchAll(phrases), ({ 0: raw, index }) =>
    // "No charge" is one that denies: what it is compared with denies it in the same words.
    ({ ...at(raw.toLowerCase(), index, index + raw.length), ...(/^no /i.test(raw) ? { denied: true } : {}) }),
  );
  const done = deeds.flatMap((pattern) =>
    Array.from(sentence.matchAll(pattern), (match) =>
      at(stem((match[1] ?? '').toLowerCase()), match.index, match.index + match[0].length),
    ),
  );
  return [...things, ...more, ...done.filter(({ name }) => !['be', 'not', 'never'].includes(name))];
}

interface Source {
  readonly stems: ReadonlySet<string>;
  readonly text: string;
  readonly denied: boolean;
}

const makes = ({ stems, text, denied }: Source, promise: Promise): boolean =>
  denied === promise.denied && (stems.has(promise.name) || (promise.name.includes(' ') && text.includes(promise.name)));

const sourceOf = (part: string): Source => ({
  stems: new Set(wordsOf(part).map((word) => stem(word.text))),
  text: part.toLowerCase(),
  denied: negation.test(part),
});

/** The words of a sentence as it is said: without the mark of a step, and whom it is for. */
const wordingOf = (sentence: string): string =>
  wordsOf(sentence.replace(/^[\s>*-]*(?:\d{1,2}[.)]\s+)?[\s>*]*(?:(?:Desk|Say):)?/, ''))
    .map(({ text }) => text)
    .join(' ');

/** A line that goes on in the next is one sentence with it. */
const unwrapped = (quote: string): string => quote.replace(/\n(?!\s*(?:\n|\d{1,2}[.)]\s|[-*>|#]))/g, ' ');

interface Quote {
  /** Of its sentences, as sources of promises. */
  readonly parts: readonly Source[];
  /** Of each sentence, as its lines stand and as they are read. */
  readonly wordings: ReadonlySet<string>;
}

const readQuote = remembered((quote: string): Quote => ({
  parts: sentencesOf(quote).flatMap(partsOf).map(sourceOf),
  wordings: new Set([quote, unwrapped(quote)].flatMap(sentencesOf).map(wordingOf)),
}));

const withoutDoubles = (names: readonly string[]): string[] => [...new Set(names)];

/**
 * Promises of a text that no quote makes: something given, or somebody of ours who will do something, does it or has done it.
 * A quote makes one where a part of a sentence has the same word and is affirmed or denied alike: "no refund" is no source
 * for "a refund". A sentence that stands in a quote word for word is a promise of the quote's own.
 */
export function ungroundedPromises(text: string, sources: readonly { readonly quote: string }[]): string[] {
  const quotes = sources.map(({ quote }) => readQuote(quote));
  const known = quotes.flatMap(({ parts }) => parts);
  const own = sentencesOf(text).filter((sentence) => {
    const wording = wordingOf(sentence);
    return !quotes.some(({ wordings }) => wordings.has(wording));
  });
  return own.flatMap((sentence) =>
    withoutDoubles(
      promisesOf(sentence)
        .filter((promise) => !known.some((source) => makes(source, promise)))
        .map(({ name }) => name),
    ),
  );
}

/** Whether a word makes a promise, alone or together with those before it, or begins one. */
export function mayPromise(word: string, before: readonly string[]): boolean {
  const plain = word.toLowerCase();
  if (openers.has(plain) || /['’]ll$/.test(plain) || given.has(stem(wordsOf(plain)[0]?.text ?? ''))) return true;
  return promisesOf([...before.slice(-6), plain].join(' ')).length > 0;
}
