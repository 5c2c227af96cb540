import type { Passage } from '#contracts';
import type { SopFile } from './sop-folder.js';

interface Entry {
  readonly sop: SopFile;
  readonly passage: Omit<Passage, 'score' | 'similarity' | 'coverage' | 'likelihood'>;
  readonly words: ReadonlyMap<string, number>;
  readonly length: number;
  /** Every term that the passage, its title or what people ask it by holds. */
  readonly terms: ReadonlySet<string>;
}

const filler = new Set(
  'a an and are as at be but by can do does for from get has have how i if in is it its me my no not of off on or our so that the their them then there they this to up us was we what when where which who will with you your customer cust member please pls'.split(
    ' ',
  ),
);

/** Lower-case words without fillers, cut to six letters so that the forms of a word meet. */
const termsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).filter((word) => !filler.has(word)).map((word) => word.slice(0, 6));

const countsOf = (words: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};

function entryOf(sop: SopFile, heading: string, start: number, end: number): Entry {
  const text = sop.body.slice(start, end);
  const words = termsOf(`${heading} ${heading} ${sop.title} ${text}`);
  return {
    sop,
    passage: { sop: sop.id, version: 1, title: sop.title, heading, text, start, end },
    words: countsOf([...words, ...termsOf(sop.asks.join(' '))]),
    length: words.length,
    terms: new Set([...words, ...termsOf(sop.asks.join(' '))]),
  };
}

/** One entry for the text before the first `##`, and one for what stands under each. */
function entriesOf(sop: SopFile): Entry[] {
  const headings = [...sop.body.matchAll(/^##? (.+)$/gm)];
  return headings.flatMap(({ index, 0: line, 1: heading }, place) => {
    const raw = sop.body.slice(index + line.length, headings[place + 1]?.index ?? sop.body.length);
    const start = index + line.length + raw.length - raw.trimStart().length;
    const end = index + line.length + raw.trimEnd().length;
    return end > start ? [entryOf(sop, heading?.trim() ?? sop.title, start, end)] : [];
  });
}

const k1 = 1.2;
const b = 0.75;

/**
 * A small search over one folder of SOPs, for tests: Okapi BM25 for the order, the share of weighted terms for the
 * coverage, the cosine of the weighted term vectors for the similarity. It stands in for the knowledge service's protocol,
 * not for its quality.
 */
export class StandInSearch {
  private readonly entries: readonly Entry[];
  private readonly weights = new Map<string, number>();
  private readonly meanLength: number;

  constructor(sops: readonly SopFile[]) {
    this.entries = sops.flatMap(entriesOf);
    const found = new Map<string, number>();
    for (const { terms } of this.entries) for (const term of terms) found.set(term, (found.get(term) ?? 0) + 1);
    for (const [term, count] of found)
      this.weights.set(term, Math.log(1 + (this.entries.length - count + 0.5) / (count + 0.5)));
    this.meanLength = this.entries.reduce((sum, { length }) => sum + length, 0) / Math.max(1, this.entries.length);
  }

  search(query: string, { site, limit = 8 }: { site?: string | undefined; limit?: number }): Passage[] {
    const terms = [...new Set(termsOf(query))];
    return this.entries
      .filter(({ sop }) => site === undefined || sop.sites.includes(site))
      .map((entry) => this.scored(entry, terms))
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score)
      .slice(0, limit);
  }

  private weightOf(term: string): number {
    return this.weights.get(term) ?? Math.log(1 + (this.entries.length + 0.5) / 0.5);
  }

  private scored({ passage, words, length, terms: held }: Entry, terms: readonly string[]): Passage {
    const total = terms.reduce((sum, term) => sum + this.weightOf(term), 0);
    const heldWeight = terms.filter((term) => held.has(term)).reduce((sum, term) => sum + this.weightOf(term), 0);
    let score = 0;
    let dot = 0;
    for (const term of terms) {
      const count = words.get(term) ?? 0;
      const weight = this.weightOf(term);
      score += (weight * count * (k1 + 1)) / (count + k1 * (1 - b + (b * length) / this.meanLength));
      dot += weight * weight * Math.min(count, 2);
    }
    const norm = (counts: Iterable<[string, number]>): number =>
      Math.sqrt([...counts].reduce((sum, [term, count]) => sum + (this.weightOf(term) * Math.min(count, 2)) ** 2, 0));
    const cosine = dot / Math.max(1e-9, norm(words) * norm(terms.map((term) => [term, 1])));
    const coverage = total === 0 ? 0 : heldWeight / total;
    return { ...passage, score, similarity: Math.min(1, cosine), coverage, likelihood: coverage };
  }
}
