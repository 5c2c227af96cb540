import { stem, wordsOf } from '#ai';

/** What somebody would come back for if it was not true: money, gifts, and things for free. */
const given = new Set(
  ['refund', 'reimburse', 'compensate', 'compensation', 'discount', 'credit', 'voucher', 'waive', 'guarantee', 'promise'].concat(
    ['complimentary', 'upgrade', 'bonus', 'gift', 'free', 'freely'],
  ).map(stem),
); // prettier-ignore

/** Somebody of ours who will do something, and what: "we'll call", "a technician is going to come". */
const willDo =
  /\b(?:we|i|he|she|they|someone|somebody|staff|(?:an?|the|our) [a-z]{1,20}(?: [a-z]{1,20})?)(?:['’]ll| will| (?:is|are|am) going to|['’](?:m|re|s) going to) (?:[a-z]{1,20}ly )?([a-z]{2,20})/gi;

const negation = /\b(?:no|not|never|none|without|cannot|nor|neither|nothing)\b|n['’]t\b/i;

const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?])\s+|\n+/);

/** The promises of one sentence, by the stems of their words. "Feel free" gives nothing. */
function promisesOf(sentence: string): string[] {
  const told = sentence.replace(/\bfeel free\b/gi, ' ');
  const things = wordsOf(told).flatMap(({ text }) => (given.has(stem(text)) ? [stem(text)] : []));
  const deeds = Array.from(told.matchAll(willDo), ([, verb = '']) => stem(verb.toLowerCase())).filter(
    (verb) => verb !== 'be',
  );
  const onTheWay = /\bon (?:its|their|his|her|the) way\b/i.test(told) ? [stem('way')] : [];
  return [...new Set([...things, ...deeds, ...onTheWay])];
}

/**
 * Promises of a text that no quote makes: something given, or somebody who will do something. A quote makes one where a
 * sentence of it has the same word and is affirmed or denied alike: "no refund" is no source for "a refund".
 */
export function ungroundedPromises(text: string, sources: readonly { readonly quote: string }[]): string[] {
  const known = sources
    .flatMap(({ quote }) => sentencesOf(quote))
    .map((sentence) => ({
      stems: new Set(wordsOf(sentence).map((word) => stem(word.text))),
      denied: negation.test(sentence),
    }));
  return sentencesOf(text).flatMap((sentence) => {
    const denied = negation.test(sentence);
    return promisesOf(sentence).filter(
      (promise) => !known.some((source) => source.stems.has(promise) && source.denied === denied),
    );
  });
}
