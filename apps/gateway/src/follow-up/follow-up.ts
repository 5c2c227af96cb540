import { normaliseQuestion } from '../response-cache/question-text.js';

/** Words a follow-up has at most; who says more says what it is about. */
const wordsAtMost = 12;
/** With fewer words than this, a question that leans on "it" or "there" is one even without such a beginning. */
const leaningWordsAtMost = 8;

/** How somebody goes on about the same thing: "and on sundays?", "what about members", "same for guests". */
const goesOn =
  /^(?:and|what about|how about|same|also|or|but|then|so what about|ok and|okay and|y|und|og|och)\b(?!\s*(?:thanks|thank you|bye))/u;
/** Words that stand for something said before. */
const leans = /\b(?:it|its|that|this|those|these|they|them|there|then|one|ones|he|she|him|her|same)\b/u;

export type Leaning = 'goes-on' | 'leans' | 'stands-alone';

/**
 * Whether a question is about what was asked before, by its words alone. `goes-on` says so by how it begins; `leans` only
 * may, and is one where it means nothing by itself.
 */
export function leaningOf(query: string): Leaning {
  const text = normaliseQuestion(query);
  const words = text.split(' ').length;
  if (words > wordsAtMost) return 'stands-alone';
  if (goesOn.test(text)) return 'goes-on';
  return words <= leaningWordsAtMost && (leans.test(text) || words <= 3) ? 'leans' : 'stands-alone';
}

/** How many characters a question and what it follows have together at most. */
const charactersAtMost = 400;

/** The questions of a conversation as one, the oldest first; what is too much is left out in the middle. */
export function asOne(turns: readonly string[], query: string): string {
  const [first, ...rest] = turns;
  if (first === undefined) return query;
  const bare = (text: string): string => text.replace(/[\s?!.]+$/u, '');
  const latest = rest.slice(-1);
  const whole = [...[first, ...latest].map(bare), query].join(', ');
  return whole.length <= charactersAtMost
    ? whole
    : [bare(first).slice(0, charactersAtMost - query.length - 2), query].join(', ');
}
