import type { TermCounts } from '../language/terms.js';

/** How much of each term a text holds. */
export type TermWeights = ReadonlyMap<string, number>;

/** Saturation and length normalization of BM25 (S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework", 2009). */
const k1 = 0.8;
const b = 0.75;
/** Terms in a text of ordinary length; fixed, so that one SOP's weights do not depend on the others. */
const ordinaryLength = 30;
/** Between 0, where a term counts in full wherever it stands, and 1, where it counts by the share of texts it stands in. */
const dilution = 0.7;

/** Each term's BM25 weight in one text. */
export function weightsOf(counts: TermCounts): Map<string, number> {
  let length = 0;
  for (const count of counts.values()) length += count;
  const saturation = k1 * (1 - b + (b * length) / ordinaryLength);
  return new Map([...counts].map(([term, count]) => [term, count / (count + saturation)]));
}

/**
 * What several texts are about together: each term's BM25 weight in each text, added up, and divided by the number of
 * texts to the power of `dilution`. A term that many of the texts agree on counts most.
 */
export function poolTerms(texts: readonly TermCounts[]): TermWeights {
  const pooled = new Map<string, number>();
  for (const text of texts) {
    for (const [term, weight] of weightsOf(text)) pooled.set(term, (pooled.get(term) ?? 0) + weight);
  }
  const divisor = texts.length ** dilution;
  for (const [term, weight] of pooled) pooled.set(term, weight / divisor);
  return pooled;
}
