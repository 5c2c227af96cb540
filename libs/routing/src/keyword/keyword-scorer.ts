import { PhraseTrie } from '../text/phrase-trie.js';
import type { Said } from '../text/said.js';
import { terms } from '../text/terms.js';
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

const none: KeywordScore = { score: 0, phrases: [] };

/** Finds the manifests' phrases in a question: whole words, by their stems, each phrase counted once. */
export class KeywordScorer {
  private readonly trie = new PhraseTrie();
  private readonly keywords: Keyword[] = [];

  constructor(private readonly manifests: readonly Pick<RoutableManifest, 'keywords'>[]) {
    manifests.forEach(({ keywords }, assistant) => {
      for (const { phrase, weight } of keywords) {
        this.trie.add(terms(phrase), this.keywords.push({ assistant, phrase, weight }) - 1);
      }
    });
  }

  /** The score of every assistant, in the order of the manifests; each is made of its own phrases only. */
  score({ terms: said }: Pick<Said, 'terms'>): KeywordScore[] {
    const scores = this.manifests.map(() => none);
    const found = new Map<number, { keyword: Keyword; start: number; end: number }>();
    for (const { value, start, end } of this.trie.find(said)) {
      if (!found.has(value)) found.set(value, { keyword: this.keywords[value]!, start, end });
    }
    const all = [...found.values()];
    const counted = all.filter(
      ({ keyword, start, end }) => !all.some((other) => covers(other, { keyword, start, end })),
    );
    for (const { keyword } of counted.sort((one, other) => other.keyword.weight - one.keyword.weight)) {
      const { score, phrases } = scores[keyword.assistant]!;
      scores[keyword.assistant] = {
        score: 1 - (1 - score) * 2 ** -keyword.weight,
        phrases: [...phrases, keyword.phrase],
      };
    }
    return scores;
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
