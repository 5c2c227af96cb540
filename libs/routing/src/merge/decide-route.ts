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

/** What speaks for each of many assistants, as columns in the same order: what decides reads thousands of these. */
export interface RouteColumns extends Omit<RouteEvidence, 'assistants'> {
  readonly assistants: readonly string[];
  readonly examples: ArrayLike<number>;
  readonly keyword: ArrayLike<number>;
  /** May go on behind the last assistant. */
  readonly semantic: ArrayLike<number>;
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

/** The merged probability of every assistant. */
export function mergeAll(
  { assistants, examples, keyword, semantic }: RouteColumns,
  options: RouterOptions,
): Float64Array {
  const merged = new Float64Array(assistants.length);
  for (let at = 0; at < merged.length; at += 1) {
    const says = keyword[at]!;
    merged[at] =
      says === 0
        ? semantic[at]!
        : mergeEvidence(
            { assistant: assistants[at]!, examples: examples[at]!, keyword: says, semantic: semantic[at]! },
            options,
          );
  }
  return merged;
}

const columnsOf = ({ assistants, ...whole }: RouteEvidence): RouteColumns => ({
  ...whole,
  assistants: assistants.map(({ assistant }) => assistant),
  examples: assistants.map(({ examples }) => examples),
  keyword: assistants.map(({ keyword }) => keyword),
  semantic: assistants.map(({ semantic }) => semantic),
});

/** The same as one line for each assistant. */
export const evidenceOf = ({ assistants, examples, keyword, semantic, ...whole }: RouteColumns): RouteEvidence => ({
  ...whole,
  assistants: assistants.map((assistant, at) => ({
    assistant,
    examples: examples[at]!,
    keyword: keyword[at]!,
    semantic: semantic[at]!,
  })),
});

function bestKeyword({ keyword }: RouteColumns): number {
  let best = 0;
  for (let at = 0; at < keyword.length; at += 1) if (keyword[at]! > best) best = keyword[at]!;
  return best;
}

/** How far off-topic is ahead of the best assistant, in log-odds; infinitely where nothing in it is known. */
function leadOfOffTopic(best: number, columns: RouteColumns, options: RouterOptions): number {
  const keyword = bestKeyword(columns);
  if (keyword === 0 && columns.known < options.leastKnown) return Infinity;
  // A phrase that somebody put down is known, whether or not an example has it.
  const known = Math.max(columns.known, keyword);
  const offTopic = logOdds(columns.offTopic) + options.unknownWeight * (1 - known);
  return offTopic - logOdds(best);
}

/** What an off-topic threshold is compared with, and whom it would keep from answering. */
export function weighOffTopic(
  evidence: RouteEvidence,
  options: RouterOptions,
): { readonly lead: number; readonly assistant: string | null; readonly confidence: number } {
  const columns = columnsOf(evidence);
  const merged = mergeAll(columns, options);
  const best = merged.reduce((first, one, at) => (one > (merged[first] ?? -1) ? at : first), -1);
  if (best === -1) return { lead: Infinity, assistant: null, confidence: 0 };
  const confidence = merged[best]!;
  return { lead: leadOfOffTopic(confidence, columns, options), assistant: columns.assistants[best]!, confidence };
}

/** What decided: the phrases where the model alone would have chosen otherwise, the model where no phrase was found. */
function methodOf(
  winner: number,
  { assistants, keyword, semantic, offTopic }: RouteColumns,
): 'keyword' | 'semantic' | 'merged' {
  if (keyword[winner] === 0) return 'semantic';
  const likely = semantic[winner]!;
  const modelChose = likely >= offTopic && assistants.every((_, at) => semantic[at]! <= likely);
  return modelChose ? 'merged' : 'keyword';
}

/** What is not in English is asked back unless an assistant is this likely, and never called nobody's business. */
const sureOfForeign = 0.8;

/**
 * Whether its words do not say what it is about: small words are everybody's, and what is not in English was never taught.
 * That none of them is familiar says nothing of whose business it is then.
 */
const saysTooLittle = (columns: RouteColumns, best: number): boolean =>
  (columns.vague || (columns.foreign === true && best < sureOfForeign)) && bestKeyword(columns) === 0;

/** The likelier first, and of equals by their names. */
const isAhead = ({ assistants }: RouteColumns, merged: Float64Array, one: number, other: number): boolean =>
  merged[one]! > merged[other]! || (merged[one] === merged[other] && assistants[one]! < assistants[other]!);

/** The best and the second best; -1 where there is none. */
function twoBest(columns: RouteColumns, merged: Float64Array): [number, number] {
  let first = -1;
  let second = -1;
  for (let at = 0; at < merged.length; at += 1) {
    if (first === -1 || isAhead(columns, merged, at, first)) [second, first] = [first, at];
    else if (second === -1 || isAhead(columns, merged, at, second)) second = at;
  }
  return [first, second];
}

/** The scores of the `most` best, the best first. */
export function scoresOf(columns: RouteColumns, merged: Float64Array, most: number): Route['scores'] {
  const best: number[] = [];
  for (let at = 0; at < merged.length; at += 1) {
    let place = best.length;
    while (place > 0 && isAhead(columns, merged, at, best[place - 1]!)) place -= 1;
    if (place === most) continue;
    best.splice(place, 0, at);
    if (best.length > most) best.pop();
  }
  return best.map((at) => ({
    assistant: columns.assistants[at]!,
    keyword: columns.keyword[at]!,
    semantic: columns.semantic[at]!,
    merged: merged[at]!,
  }));
}

/**
 * The decision without the scores.
 * @param merged what `mergeAll` says
 * @param own thresholds of assistants that have some of their own, by id
 */
export function decideAmong(
  columns: RouteColumns,
  merged: Float64Array,
  options: RouterOptions,
  own: Readonly<Record<string, Thresholds>> = {},
): Omit<RouteDecision, 'scores'> {
  const [first, second] = twoBest(columns, merged);
  if (first === -1) return { method: 'none', assistant: null, choices: [], confidence: 1 };
  const best = merged[first]!;
  const vague = saysTooLittle(columns, best);
  if (!vague && leadOfOffTopic(best, columns, options) > options.offTopicLead) {
    return { method: 'none', assistant: null, choices: [], confidence: Math.max(columns.offTopic, 1 - best) };
  }
  const assistant = columns.assistants[first]!;
  const { floor = options.floor, margin = options.margin } = own[assistant] ?? {};
  const close = second !== -1 && best - merged[second]! < margin;
  if (close || vague || best < floor) {
    const choices = second === -1 ? [assistant] : [assistant, columns.assistants[second]!];
    return { method: 'clarify', assistant: null, choices, confidence: best };
  }
  return { method: methodOf(first, columns), assistant, choices: [], confidence: best };
}

/** @param own thresholds of assistants that have some of their own, by id */
export function decideRoute(
  evidence: RouteEvidence,
  options: RouterOptions,
  own: Readonly<Record<string, Thresholds>> = {},
): RouteDecision {
  const columns = columnsOf(evidence);
  const merged = mergeAll(columns, options);
  return { ...decideAmong(columns, merged, options, own), scores: scoresOf(columns, merged, merged.length) };
}
