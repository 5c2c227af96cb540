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

/**
 * A question that is no emergency. Who answers is decided; why, with the scores and the nearest examples, is put into words
 * when someone reads it, which takes longer than deciding.
 */
export class RoutedQuestion implements Routed {
  readonly assistant: string | null;
  readonly choices: readonly string[];
  readonly emergency = null;
  readonly suspicion: Routed['suspicion'];
  readonly confidence: number;
  readonly unavailable: string | null;
  readonly #decided: Decided;
  #route: Route | null = null;

  constructor(decided: Decided, mayAnswer: (assistant: string) => boolean) {
    const { assistant, choices, confidence } = decided.decision;
    const away = assistant !== null && !mayAnswer(assistant);
    this.assistant = away ? null : assistant;
    this.choices = choices.filter(mayAnswer);
    this.suspicion = decided.suspected && withoutCertainty(decided.suspected);
    this.confidence = confidence;
    this.unavailable = away ? assistant : null;
    this.#decided = decided;
  }

  get route(): Route {
    const { decision, columns, merged } = this.#decided;
    this.#route ??= {
      method: decision.method,
      scores: scoresOf(columns, merged, scoresShown),
      reasons: this.reasons(),
    };
    return this.#route;
  }

  get evidence(): RouteEvidence {
    return evidenceOf(this.#decided.columns);
  }

  get nearest(): readonly NearestExample[] {
    const { columns, opinion } = this.#decided;
    return opinion.near.slice(0, nearestShown).map(({ text, label, similarity }) => ({
      text,
      assistant: columns.assistants[label] ?? null,
      similarity,
    }));
  }

  private reasons(): string[] {
    const { columns, suspected, options } = this.#decided;
    return [
      ...(suspected === null ? [] : [reasonOf(suspected)]),
      ...this.keywordReasons(),
      ...this.nearReasons(),
      ...unknownReason(columns.known, options),
    ];
  }

  private keywordReasons(): string[] {
    const { phrases, columns } = this.#decided;
    return phrases.flatMap(({ phrases: found }, at) =>
      found.length === 0 ? [] : [`${quoted(found)} speaks for ${columns.assistants[at]!}.`],
    );
  }

  private nearReasons(): string[] {
    const { fromUse } = this.#decided;
    return this.nearest.map(({ text, assistant, similarity }) => {
      const how = `(similarity ${similarity.toFixed(2)}).`;
      if (fromUse.has(text)) return `a question that people took to ${String(assistant)} ${how}`;
      const of = assistant === null ? 'an off-topic example' : `an example of ${assistant}`;
      return `${of}: "${text.slice(0, 120)}" ${how}`;
    });
  }
}
