import type { Passage } from '#contracts';

/** A passage and how likely it answers the question, 0 to 1. */
export interface Candidate {
  readonly passage: Passage;
  readonly confidence: number;
}

/**
 * A logistic regression of "this passage is of a right SOP" on what knowledge says of it, fitted on the development half of
 * the club's questions (394, asked of the assistant they belong to, and 92 that are off-topic or unclear at a tenth of
 * their weight). `margin` is how far the passage is ahead of the best one of another SOP, as a share of its own score:
 * that score is good for comparing within one reply only, so nothing else is made of it.
 */
const weights = { bias: -2.77, coverage: 0.64, similarity: 1.51, margin: 3.73, likelihood: 3.65 };

/** The same, fitted without the likelihood, which nobody knows while a scope is being learned or has one SOP only. */
const weightsWithoutLikelihood = { bias: -3.64, coverage: 3.27, similarity: 3.74, margin: 5.72, likelihood: 0 };

/** A lead beyond this says nothing more; without the limit an assistant with one SOP would be sure of everything. */
const marginAtMost = 0.4;
/** The lead of a passage whose SOP is the only one there is: half of what a lead can say. */
const marginAlone = marginAtMost / 2;

/**
 * From here on a passage is answered from. On the development half 94 of 100 questions are, and 93 of 100 such answers
 * come from a right SOP; a person answers the rest.
 */
export const goodEnough = 0.5;

function marginOf(passage: Passage, all: readonly Passage[]): number {
  const others = all.filter(({ sop }) => sop !== passage.sop).map(({ score }) => score);
  if (others.length === 0) return marginAlone;
  if (passage.score <= 0) return 0;
  return Math.min(marginAtMost, Math.max(0, 1 - Math.max(...others) / passage.score));
}

/** What stands in for the similarity while nobody can say it: less than the middle of the development half, 0.4. */
const similarityUnknown = 0.3;

export interface JudgeOptions {
  /** False while the search goes by words alone. */
  readonly similarityKnown: boolean;
}

function confidenceOf(passage: Passage, all: readonly Passage[], { similarityKnown }: JudgeOptions): number {
  const likelihoodKnown = all.some((each) => each.likelihood > 0);
  const { bias, coverage, similarity, margin, likelihood } = likelihoodKnown ? weights : weightsWithoutLikelihood;
  const alike = similarityKnown ? passage.similarity : similarityUnknown;
  const lead = margin * marginOf(passage, all);
  const sum = bias + coverage * passage.coverage + similarity * alike + lead + likelihood * passage.likelihood;
  return 1 / (1 + Math.exp(-sum));
}

/** What stands above the first situation of an SOP, which the search gives the SOP's title for a heading. */
export const isIntroduction = ({ heading, title }: Passage): boolean => heading === title;

/**
 * How far each passage can be trusted, in the order they came in. The introduction of an SOP gives way to its situations,
 * which have the steps: where it was found first, the SOP's best situation is first.
 */
export function judge(passages: readonly Passage[], options: JudgeOptions = { similarityKnown: true }): Candidate[] {
  const judged = passages.map((passage) => ({ passage, confidence: confidenceOf(passage, passages, options) }));
  const told = new Set(passages.filter((passage) => !isIntroduction(passage)).map(({ sop }) => sop));
  const kept = judged.filter(({ passage }) => !isIntroduction(passage) || !told.has(passage.sop));
  const first = judged[0];
  const best = kept.find(({ passage }) => passage.sop === first?.passage.sop);
  if (!first || !best || best === first) return kept;
  const raised = { ...best, confidence: Math.max(best.confidence, first.confidence) };
  return [raised, ...kept.filter((candidate) => candidate !== best)];
}
