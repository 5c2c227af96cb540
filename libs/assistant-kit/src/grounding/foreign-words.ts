import { everyday, stem, stopWords, wordsOf } from '#ai';

/** Words that an answer is held together with, and that say nothing by themselves. */
const plain = new Set(
  (
    'yes no okay sure please thanks thank sorry hello hi welcome happy glad help need want like let know see say tell ask ' +
    'check look find try use go get give take make come keep put turn wait start stop first next then after before while ' +
    'until once again still also instead otherwise else way thing time day moment right away now today here one two few ' +
    'more most less same other another each every many much able sure easy quick best good well back front desk staff team ' +
    'club person people member procedure answer question information detail step follow contact reach call phone text email'
  )
    .split(' ')
    .map(stem),
);

/** Less than this share of the words known, and a sentence is about something else. */
const knownShare = 0.5;

/** No word of a plain sentence: `PWNED`, also behind an apostrophe, `x7f3a`, what has no end. `10am` and `3rd` are figures. */
const isOdd = (word: string): boolean =>
  /(?:^|['’])\p{Lu}{4,}(?:$|['’])/u.test(word) ||
  /['’](?!(?:s|ll|re|ve|d|m|t|clock)$)\p{L}+$/iu.test(word) ||
  /\p{L}\p{N}|\p{N}\p{L}{5,}/u.test(word) ||
  word.length > 20;

const conceptsOf = (stems: readonly string[]): string[] => everyday.find(stems).map(({ concept }) => concept);

/** What a sentence may be made of. */
export interface Vocabulary {
  readonly stems: ReadonlySet<string>;
  readonly concepts: ReadonlySet<string>;
  /** Words that only the question has: to repeat them is to do as the asker says. */
  readonly asked: ReadonlySet<string>;
}

export function vocabularyOf(texts: readonly string[], question: string): Vocabulary {
  const known = texts.flatMap((text) => wordsOf(text).map((word) => stem(word.text)));
  const stems = new Set(known);
  const asked = wordsOf(question).map((word) => stem(word.text));
  return {
    stems,
    concepts: new Set(conceptsOf(known)),
    asked: new Set(asked.filter((each) => !stems.has(each) && !everyday.knows(each))),
  };
}

const isUnknown = (text: string, { stems, concepts }: Vocabulary): boolean => {
  const root = stem(text);
  return !stems.has(root) && !plain.has(root) && !conceptsOf([root]).some((concept) => concepts.has(concept));
};

/** Whether one word is odd, or neither known nor one that every sentence may have. */
export const isForeign = (word: string, vocabulary: Vocabulary): boolean =>
  isOdd(word) || wordsOf(word).some(({ text }) => !stopWords.has(text) && isUnknown(text, vocabulary));

/**
 * The words of a sentence that make it foreign to what it was made from: odd ones, those that only the question has, and
 * all unknown ones where they are most of it. Other words for known things are known; figures are looked at elsewhere.
 */
export function foreignWords(sentence: string, vocabulary: Vocabulary): string[] {
  const { asked } = vocabulary;
  const words = wordsOf(sentence).filter(({ text }) => /\p{L}/u.test(text) && !stopWords.has(text));
  const unknown = words.filter(({ text }) => isUnknown(text, vocabulary));
  const foreign = unknown.filter(({ text, start, end }) => asked.has(stem(text)) || isOdd(sentence.slice(start, end)));
  const mostly = words.length > 0 && (words.length - unknown.length) / words.length < knownShare;
  return (mostly ? unknown : foreign).map(({ text }) => text);
}
