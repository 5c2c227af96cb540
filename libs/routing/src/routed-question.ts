import type { Route } from '#contracts';
import type { EmergencyJudgement } from './emergency/judge-emergency.js';
import type { KeywordScore } from './keyword/keyword-scorer.js';
import {
  evidenceOf,
  scoresOf,
  type RouteColumns,
  type RouteDecision,
  type RouteEvidence,
} from './merge/decide-route.js';
import { quoted, reasonOf, unknownReason, withoutCertainty } from './reasons.js';
import type { NearestExample, Routed } from './router.js';
import type { RouterOptions } from './router-options.js';
import type { Opinion } from './semantic/semantic-model.js';

const nearestShown = 3;
/** Scores of more assistants than this say nothing more to whoever reads a trace. */
const scoresShown = 10;

/** What a decision was made of. */
export interface Decided {
  readonly decision: Omit<RouteDecision, 'scores'>;
  readonly columns: RouteColumns;
  readonly merged: Float64Array;
  /** By assistant. */
  readonly phrases: readonly KeywordScore[];
  readonly opinion: Opinion;
  readonly suspected: EmergencyJudgement | null;
  readonly options: RouterOptions;
  /** Examples that are not told to whoever asks. */
  readonly fromUse: ReadonlySet<string>;
}

/** Why it was decided so, in words. */
interface Told {
  readonly route: Route;
  readonly nearest: readonly NearestExample[];
}

/**
 * A question that is no emergency. Who answers is decided; why, with the scores and the nearest examples, is put into words
 * when someone reads it. From then on it holds the words and lets go of what they were made from, since routes are
 * remembered by the thousand.
 */
export class RoutedQuestion implements Routed {
  readonly assistant: string | null;
  readonly choices: readonly string[];
  readonly emergency = null;
  readonly suspicion: Routed['suspicion'];
  readonly confidence: number;
  readonly unavailable: string | null;
  readonly #columns: RouteColumns;
  #why: { readonly decided: Decided } | { readonly told: Told };

  constructor(decided: Decided, mayAnswer: (assistant: string) => boolean) {
    const { assistant, choices, confidence } = decided.decision;
    const away = assistant !== null && !mayAnswer(assistant);
    this.assistant = away ? null : assistant;
    this.choices = choices.filter(mayAnswer);
    this.suspicion = decided.suspected && withoutCertainty(decided.suspected);
    this.confidence = confidence;
    this.unavailable = away ? assistant : null;
    this.#columns = decided.columns;
    this.#why = { decided };
  }

  get route(): Route {
    return this.told().route;
  }

  get evidence(): RouteEvidence {
    return evidenceOf(this.#columns);
  }

  get nearest(): readonly NearestExample[] {
    return this.told().nearest;
  }

  private told(): Told {
    if ('decided' in this.#why) this.#why = { told: tell(this.#why.decided) };
    return this.#why.told;
  }
}

function tell(decided: Decided): Told {
  const { decision, columns, merged, opinion, suspected, options } = decided;
  const nearest = opinion.near.slice(0, nearestShown).map(({ text, label, similarity }) => ({
    text,
    assistant: columns.assistants[label] ?? null,
    similarity,
  }));
  const reasons = [
    ...(suspected === null ? [] : [reasonOf(suspected)]),
    ...keywordReasons(decided),
    ...nearest.map((near) => nearReason(near, decided)),
    ...unknownReason(columns.known, options),
  ];
  return { route: { method: decision.method, scores: scoresOf(columns, merged, scoresShown), reasons }, nearest };
}

const keywordReasons = ({ phrases, columns }: Decided): string[] =>
  phrases.flatMap(({ phrases: found }, at) =>
    found.length === 0 ? [] : [`${quoted(found)} speaks for ${columns.assistants[at]!}.`],
  );

function nearReason({ text, assistant, similarity }: NearestExample, { fromUse }: Decided): string {
  const how = `(similarity ${similarity.toFixed(2)}).`;
  if (fromUse.has(text)) return `a question that people took to ${String(assistant)} ${how}`;
  const of = assistant === null ? 'an off-topic example' : `an example of ${assistant}`;
  return `${of}: "${text.slice(0, 120)}" ${how}`;
}
