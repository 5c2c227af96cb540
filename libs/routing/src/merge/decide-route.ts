import type { Route } from '#contracts';
import type { RouterOptions } from '../router-options.js';

/** When one assistant's probability is enough, where that is not the same for everybody. */
export interface Thresholds {
  readonly floor?: number | undefined;
  readonly margin?: number | undefined;
}

/** What speaks for one assistant, and nothing of what speaks for another. */
export interface AssistantEvidence {
  readonly assistant: string;
  /** How many examples it was learned from: the more, the less its phrases add. */
  readonly examples: number;
  /** 0 to 1, of its own phrases. */
  readonly keyword: number;
  /** 0 to 1, the learned model's probability of it. */
  readonly semantic: number;
}

export interface RouteEvidence {
  readonly assistants: readonly AssistantEvidence[];
  /** The learned model's probability that it is nobody's business. */
  readonly offTopic: number;
  /** 0 to 1: how much of the text's words was met in the assistants' examples. */
  readonly known: number;
  /** Whether none of its words says what it is about, and nobody has asked just so before. */
  readonly vague: boolean;
  /** Whether it seems to be in a language that no example is in: what it is about cannot be told for sure then. */
  readonly foreign?: boolean;
}

export interface RouteDecision {
  readonly method: Exclude<Route['method'], 'emergency'>;
  /** Every assistant's score, the best first. */
  readonly scores: Route['scores'];
  /** Who answers; null when it is asked back or nobody's business. */
  readonly assistant: string | null;
  /** Whom to offer when it is asked back: the two best. */
  readonly choices: readonly string[];
  /** How likely the decision is right, 0 to 1. */
  readonly confidence: number;
}

/** A probability this close to 0 or 1 is as sure as it gets; beyond, log-odds have no end. */
const surest = 1e-6;

export function logOdds(probability: number): number {
  const bounded = Math.min(1 - surest, Math.max(surest, probability));
  return Math.log(bounded / (1 - bounded));
}

export const probabilityOf = (odds: number): number => 1 / (1 + Math.exp(-odds));

/**
 * One assistant's merged probability: its keyword evidence moves its own odds, and no one else's. Two assistants'
 * numbers are compared and never combined.
 */
export function mergeEvidence({ examples, keyword, semantic }: AssistantEvidence, options: RouterOptions): number {
  if (keyword === 0) return semantic;
  const weight = options.keywordWeight / (1 + examples / options.keywordHalving);
  return probabilityOf(logOdds(semantic) + weight * keyword);
}

const hasKeyword = ({ assistants }: RouteEvidence): boolean => assistants.some(({ keyword }) => keyword > 0);

/** How far off-topic is ahead of the best assistant, in log-odds; infinitely where nothing in it is known. */
function leadOfOffTopic(best: number, evidence: RouteEvidence, options: RouterOptions): number {
  if (!hasKeyword(evidence) && evidence.known < options.leastKnown) return Infinity;
  // A phrase that somebody put down is known, whether or not an example has it.
  const known = Math.max(evidence.known, ...evidence.assistants.map(({ keyword }) => keyword));
  const offTopic = logOdds(evidence.offTopic) + options.unknownWeight * (1 - known);
  return offTopic - logOdds(best);
}

/** What an off-topic threshold is compared with, and whom it would keep from answering. */
export function weighOffTopic(
  evidence: RouteEvidence,
  options: RouterOptions,
): { readonly lead: number; readonly assistant: string | null; readonly confidence: number } {
  let assistant: string | null = null;
  let confidence = -1;
  for (const one of evidence.assistants) {
    const merged = mergeEvidence(one, options);
    if (merged > confidence) [assistant, confidence] = [one.assistant, merged];
  }
  if (assistant === null) return { lead: Infinity, assistant, confidence: 0 };
  return { lead: leadOfOffTopic(confidence, evidence, options), assistant, confidence };
}

/** What decided: the phrases where the model alone would have chosen otherwise, the model where no phrase was found. */
function methodOf(
  winner: AssistantEvidence,
  { assistants, offTopic }: RouteEvidence,
): 'keyword' | 'semantic' | 'merged' {
  if (winner.keyword === 0) return 'semantic';
  const modelChose = winner.semantic >= offTopic && assistants.every(({ semantic }) => semantic <= winner.semantic);
  return modelChose ? 'merged' : 'keyword';
}

/** What is not in English is asked back unless an assistant is this likely, and never called nobody's business. */
const sureOfForeign = 0.8;

/**
 * Whether its words do not say what it is about: small words are everybody's, and what is not in English was never taught.
 * That none of them is familiar says nothing of whose business it is then.
 */
const saysTooLittle = (evidence: RouteEvidence, best: number): boolean =>
  (evidence.vague || (evidence.foreign === true && best < sureOfForeign)) && !hasKeyword(evidence);

/** @param own thresholds of assistants that have some of their own, by id */
export function decideRoute(
  evidence: RouteEvidence,
  options: RouterOptions,
  own: Readonly<Record<string, Thresholds>> = {},
): RouteDecision {
  const ranked = evidence.assistants
    .map((one) => ({ one, merged: mergeEvidence(one, options) }))
    .sort((a, b) => b.merged - a.merged || (a.one.assistant < b.one.assistant ? -1 : 1));
  const scores = ranked.map(({ one: { assistant, keyword, semantic }, merged }) => ({
    assistant,
    keyword,
    semantic,
    merged,
  }));
  const [first, second] = ranked;
  const vague = first !== undefined && saysTooLittle(evidence, first.merged);
  if (first === undefined || (!vague && leadOfOffTopic(first.merged, evidence, options) > options.offTopicLead)) {
    const confidence = first === undefined ? 1 : Math.max(evidence.offTopic, 1 - first.merged);
    return { method: 'none', scores, assistant: null, choices: [], confidence };
  }
  const { floor = options.floor, margin = options.margin } = own[first.one.assistant] ?? {};
  const close = second !== undefined && first.merged - second.merged < margin;
  if (close || vague || first.merged < floor) {
    const choices = ranked.slice(0, 2).map(({ one }) => one.assistant);
    return { method: 'clarify', scores, assistant: null, choices, confidence: first.merged };
  }
  const { assistant } = first.one;
  return { method: methodOf(first.one, evidence), scores, assistant, choices: [], confidence: first.merged };
}
