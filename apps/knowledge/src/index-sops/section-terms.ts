import type { TermCounts } from '../language/terms.js';
import { weightsOf, type TermWeights } from './pool-terms.js';

/** A section's parts, each by its terms. */
export interface SectionParts {
  readonly heading: TermCounts;
  /** Its first line, which is the answer. */
  readonly lead: TermCounts;
  readonly body: TermCounts;
  /** How people ask for just this section. */
  readonly asked: readonly TermCounts[];
  /** Whether it introduces the SOP and answers nothing by itself. */
  readonly introduces: boolean;
}

export interface PlacedSections {
  /** What each section is found by, among the sections of its SOP. */
  readonly terms: readonly TermWeights[];
  /** The asks that are for each section, by their places. */
  readonly asks: readonly (readonly number[])[];
}

/** Chosen on the development half of `club/sections.jsonl`; every neighbor of these values did within 2 of 100 as well. */
const weights = { heading: 1, asked: 1, lead: 0.3, body: 0.3, learned: 0.5 };
/** How sharply an ask falls to the section it is most like, and the share from which it counts there. */
const sharpness = 8;
const shareAtLeast = 0.3;
/** A term of fewer asks than this tells less of a section than what its author wrote. */
const asksForFullWeight = 3;

/** A word of the SOP's title says which SOP is meant, and hardly which section. */
const ofTitle = 0.3;

/** How much a term tells the sections of one SOP apart: 1 where one has it, next to nothing where all do. */
type Distinction = (term: string) => number;

function distinctionOf(title: TermCounts, sections: readonly SectionParts[]): Distinction {
  const told = sections.filter(({ introduces }) => !introduces);
  const frequencies = new Map<string, number>();
  for (const { heading, body, asked } of told) {
    const terms = new Set([heading, body, ...asked].flatMap((counts) => [...counts.keys()]));
    for (const term of terms) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  }
  const most = Math.log(1 + told.length / 1.5);
  return (term) =>
    ((title.has(term) ? ofTitle : 1) * Math.log(1 + told.length / (0.5 + (frequencies.get(term) ?? 0)))) / (most || 1);
}

/** A phrase's terms by what they tell; one of many terms says less by each, and a question that misses most of them hits little. */
function phraseWeights(phrase: TermCounts, distinction: Distinction): TermWeights {
  const told = [...phrase.keys()].map((term) => [term, distinction(term)] as const);
  const length = Math.sqrt(told.reduce((sum, [, weight]) => sum + weight, 0)) || 1;
  return new Map(told.map(([term, weight]) => [term, weight / length]));
}

function writtenTerms({ heading, lead, body, asked }: SectionParts, distinction: Distinction): Map<string, number> {
  const terms = new Map<string, number>();
  const add = (term: string, weight: number): void => void terms.set(term, (terms.get(term) ?? 0) + weight);
  for (const [term, weight] of phraseWeights(heading, distinction)) add(term, weights.heading * weight);
  const best = new Map<string, number>();
  for (const phrase of asked)
    for (const [term, weight] of phraseWeights(phrase, distinction))
      best.set(term, Math.max(best.get(term) ?? 0, weight));
  for (const [term, weight] of best) add(term, weights.asked * weight);
  for (const [term, weight] of weightsOf(lead)) add(term, weights.lead * weight * distinction(term));
  for (const [term, weight] of weightsOf(body)) add(term, weights.body * weight * distinction(term));
  return terms;
}

/** How far each ask is each section's, 0 to 1, by the terms both have; rare ones among the asks count more. */
function sharesOf(asks: readonly TermCounts[], sections: readonly SectionParts[], written: readonly TermWeights[]) {
  const frequencies = new Map<string, number>();
  for (const ask of asks) for (const term of ask.keys()) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  const rarity = (term: string): number => Math.log(1 + asks.length / (frequencies.get(term) ?? 1));
  return asks.map((ask) => {
    const terms = [...ask.keys()];
    const total = terms.reduce((sum, term) => sum + rarity(term), 0) || 1;
    const powers = written.map((own, index) => {
      const hit = terms.reduce((sum, term) => sum + (own.get(term) ?? 0) * rarity(term), 0);
      return sections[index]!.introduces ? 0 : Math.exp((sharpness * hit) / total);
    });
    const sum = powers.reduce((one, other) => one + other, 0) || 1;
    return powers.map((power) => power / sum);
  });
}

/** What the asks add to each section: terms that come more often in its asks than in those of the others. */
function learnedTerms(asks: readonly TermCounts[], shares: readonly (readonly number[])[], sections: number) {
  const sums = Array.from({ length: sections }, () => new Map<string, number>());
  const all = new Map<string, number>();
  shares.forEach((of, ask) =>
    of.forEach((share, section) => {
      if (share <= shareAtLeast) return;
      for (const term of asks[ask]!.keys()) {
        sums[section]!.set(term, (sums[section]!.get(term) ?? 0) + share);
        all.set(term, (all.get(term) ?? 0) + share);
      }
    }),
  );
  return sums.map((own) => {
    const learned = new Map<string, number>();
    for (const [term, sum] of own) {
      const known = all.get(term)!;
      const lead = (sum + 1 / sections) / (known + 1) - 1 / sections;
      if (lead > 0) learned.set(term, weights.learned * lead * Math.min(1, known / asksForFullWeight));
    }
    return learned;
  });
}

/**
 * What tells the sections of one SOP apart: the words of headings and of how each is asked for, weighted by how few of the
 * sections have them, then the first line and the rest; and what the asks of the SOP add, each given to the sections whose
 * words it has.
 */
export function sectionTerms(
  title: TermCounts,
  sections: readonly SectionParts[],
  asks: readonly TermCounts[],
): PlacedSections {
  const distinction = distinctionOf(title, sections);
  const written = sections.map((section) => writtenTerms(section, distinction));
  const shares = sharesOf(asks, sections, written);
  const learned = learnedTerms(asks, shares, sections.length);
  for (const [index, own] of written.entries())
    if (!sections[index]!.introduces)
      for (const [term, weight] of learned[index]!) own.set(term, (own.get(term) ?? 0) + weight);
  const placed = sections.map((_, index) => [...shares.keys()].filter((ask) => shares[ask]![index]! > 0.5));
  return { terms: written, asks: placed };
}
