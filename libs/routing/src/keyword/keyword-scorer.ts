import { normalise } from '../text/normalise.js';
import { PhraseTrie } from '../text/phrase-trie.js';
import type { Said } from '../text/said.js';
import { Speller } from '../text/speller.js';
import { term } from '../text/stem.js';
import { terms } from '../text/terms.js';
import { WordMemory } from '../text/word-memory.js';
import { words } from '../text/words.js';
import type { RoutableManifest } from '../training-set.js';

export interface KeywordScore {
  /** 0 to 1: every point of weight halves what is missing to 1, so weight 1 gives 0.5 and weight 3 gives 0.875. */
  readonly score: number;
  /** The phrases that were found, the weightiest first. */
  readonly phrases: readonly string[];
}

interface Keyword {
  readonly assistant: number;
  readonly phrase: string;
  readonly weight: number;
}

interface Pattern {
  readonly assistant: number;
  readonly weight: number;
  readonly expression: RegExp;
}

/** What a phrase is known by: phrases with the same are found in the same words of a question ("refund" and "refunds"). */
export const phraseKey = (phrase: string): string => terms(phrase).join(' ');

const none: KeywordScore = { score: 0, phrases: [] };

/** Who says one of these within three words before a phrase does not want what it names. */
const negations = new Set(terms('not no never without dont cant wont didnt doesnt isnt arent instead except'));
const negatedWithin = 3;
/** What begins another thought: a negation before it says nothing of what comes after. */
const turns = new Set(terms('but and so because just only please'));

/** Whether a phrase that begins here is denied: "i do not want a refund", "no gift card". */
function isDenied(said: readonly string[], start: number): boolean {
  for (let at = start - 1; at >= Math.max(0, start - negatedWithin); at -= 1) {
    if (turns.has(said[at]!)) return false;
    if (negations.has(said[at]!)) return true;
  }
  return false;
}

/**
 * Finds the manifests' phrases in a question: whole words, by their stems, misspelled ones as what they are meant to be, each
 * phrase counted once and none that is denied; and their patterns, in its normalised words.
 */
export class KeywordScorer {
  private readonly trie = new PhraseTrie();
  private readonly keywords: Keyword[] = [];
  private readonly patterns: readonly Pattern[];
  /** The term of a word, of a misspelled one that of the word it is meant to be. */
  private readonly spelled: WordMemory<string>;

  /** The scores of a question that has none of the phrases. */
  private readonly silence: readonly KeywordScore[];

  constructor(manifests: readonly Pick<RoutableManifest, 'keywords' | 'patterns'>[]) {
    this.silence = manifests.map(() => none);
    manifests.forEach(({ keywords }, assistant) => {
      for (const { phrase, weight } of keywords) {
        this.trie.add(terms(phrase), this.keywords.push({ assistant, phrase, weight }) - 1);
      }
    });
    const written = new Set(
      manifests.flatMap(({ keywords }) => keywords.flatMap(({ phrase }) => words(normalise(phrase)))),
    );
    const speller = new Speller(written, (word) => written.has(word));
    this.spelled = new WordMemory((word) => term(speller.correct(word)));
    this.patterns = manifests.flatMap(({ patterns = [] }, assistant) =>
      patterns.map(({ pattern, weight }) => ({ assistant, weight, expression: new RegExp(pattern, 'i') })),
    );
  }

  /** The score of every assistant, in the order of the manifests; each is made of its own phrases only. */
  score(text: Pick<Said, 'words' | 'subject'>): readonly KeywordScore[] {
    const { words: written } = text.subject ?? text;
    const spoken = [...this.phrasesIn(written), ...this.matches(written)];
    if (spoken.length === 0) return this.silence;
    const scores = this.silence.slice();
    for (const { assistant, phrase, weight } of spoken.sort((one, other) => other.weight - one.weight)) {
      const { score, phrases } = scores[assistant]!;
      scores[assistant] = { score: 1 - (1 - score) * 2 ** -weight, phrases: [...phrases, phrase] };
    }
    return scores;
  }

  private phrasesIn(written: readonly string[]): Keyword[] {
    if (this.keywords.length === 0) return [];
    const said = written.map((word) => this.spelled.of(word));
    const found = new Map<number, { keyword: Keyword; start: number; end: number }>();
    for (const { value, start, end } of this.trie.find(said)) {
      if (found.has(value) || isDenied(said, start)) continue;
      found.set(value, { keyword: this.keywords[value]!, start, end });
    }
    const all = [...found.values()];
    return all
      .filter(({ keyword, start, end }) => !all.some((other) => covers(other, { keyword, start, end })))
      .map(({ keyword }) => keyword);
  }

  private matches(written: readonly string[]): Keyword[] {
    if (this.patterns.length === 0) return [];
    const text = written.join(' ');
    return this.patterns.flatMap(({ assistant, weight, expression }) => {
      const [phrase] = expression.exec(text) ?? [];
      return phrase === undefined ? [] : [{ assistant, phrase, weight }];
    });
  }
}

interface Found {
  readonly keyword: Keyword;
  readonly start: number;
  readonly end: number;
}

/** Whether a longer phrase of the same assistant holds this one, which then says nothing more: "gift" in "gift card". */
const covers = (longer: Found, { keyword, start, end }: Found): boolean =>
  longer.keyword.assistant === keyword.assistant &&
  longer.start <= start &&
  longer.end >= end &&
  longer.end - longer.start > end - start;
