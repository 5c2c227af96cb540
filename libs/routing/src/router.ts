import type { Route } from '#contracts';
import { emergencyIn } from './emergency/detect-emergency.js';
import type { EmergencyKind } from './emergency/emergency-kinds.js';
import type { KeywordScore, KeywordScorer } from './keyword/keyword-scorer.js';
import { decideRoute, type RouteEvidence } from './merge/decide-route.js';
import type { RouterOptions } from './router-options.js';
import { modelToJson, type SemanticModelJson } from './semantic/model-json.js';
import type { NearExample } from './semantic/nearest-examples.js';
import type { SemanticModel } from './semantic/semantic-model.js';
import { read, type Said } from './text/said.js';
import { isVague } from './text/vague.js';

export interface RouteContext {
  /** Assistants that may be chosen now. One that may not keeps its scores, and its question is given to no other. */
  readonly available?: ReadonlySet<string>;
}

export interface Routed {
  readonly route: Route;
  /** Who answers; null when it is asked back, nobody's business, or whoever should answer is not available. */
  readonly assistant: string | null;
  /** Whom to offer when it is asked back: at most two, the likelier first. */
  readonly choices: readonly string[];
  /** What the bypass caught, with the words that said so; null where there is no emergency. */
  readonly emergency: { readonly kind: EmergencyKind; readonly evidence: string } | null;
  /** How likely the decision is right, 0 to 1. */
  readonly confidence: number;
  /** Who would answer and is not available; null otherwise. */
  readonly unavailable: string | null;
  /** What was weighed; null for an emergency, where nothing was. */
  readonly evidence: RouteEvidence | null;
}

export interface Router {
  /** Decides who answers. It always decides, whatever the text is: no text makes it throw. */
  route(query: string, context?: RouteContext): Routed;
  /** What was learned, to be kept; `restoreRouter` takes it up without learning again. */
  toJSON(): SemanticModelJson;
}

/** What a router is made of, each part learned or read from the same manifests. */
export interface RouterParts {
  readonly assistants: readonly string[];
  /** How many examples each of them has. */
  readonly examples: readonly number[];
  /** Ids of those that emergencies go to, the first available one. */
  readonly emergencyAssistants: readonly string[];
  readonly keywords: KeywordScorer;
  readonly model: SemanticModel;
  readonly options: RouterOptions;
  readonly fingerprint: string;
}

/** The bar for false alarms of the bypass is one in a hundred. */
const emergencyConfidence = 0.99;
const nearestShown = 3;
/** Similarity from which a question is one of the examples, up to spelling. */
const askedBefore = 0.9;
/** Scores of more assistants than this say nothing more to whoever reads a trace. */
const scoresShown = 10;

export class HybridRouter implements Router {
  constructor(private readonly parts: RouterParts) {}

  route(query: string, { available }: RouteContext = {}): Routed {
    const mayAnswer = (assistant: string): boolean => available === undefined || available.has(assistant);
    const said = read(query);
    return this.emergency(said, mayAnswer) ?? this.decide(said, mayAnswer);
  }

  toJSON(): SemanticModelJson {
    return modelToJson(this.parts.model, this.parts.fingerprint);
  }

  private emergency(said: Said, mayAnswer: (assistant: string) => boolean): Routed | null {
    const { detected, kind, evidence } = emergencyIn(said);
    if (!detected) return null;
    const { emergencyAssistants } = this.parts;
    const assistant = emergencyAssistants.find(mayAnswer) ?? null;
    return {
      route: { method: 'emergency', scores: [], reasons: [`"${evidence}" tells of an emergency: ${kind}.`] },
      assistant,
      choices: [],
      emergency: { kind, evidence },
      confidence: emergencyConfidence,
      unavailable: assistant === null ? (emergencyAssistants[0] ?? null) : null,
      evidence: null,
    };
  }

  private decide(said: Said, mayAnswer: (assistant: string) => boolean): Routed {
    const { assistants, keywords, model, options } = this.parts;
    const phrases = keywords.score(said);
    const { probabilities, known, near } = model.classify(said);
    const evidence = {
      assistants: assistants.map((assistant, at) => ({
        assistant,
        examples: this.parts.examples[at]!,
        keyword: phrases[at]!.score,
        semantic: probabilities[at]!,
      })),
      offTopic: probabilities[assistants.length]!,
      known,
      vague: isVague(said.terms) && (near[0]?.similarity ?? 0) < askedBefore,
    };
    const decision = decideRoute(evidence, options);
    const { method, scores, assistant, choices, confidence } = decision;
    const reasons = [...this.keywordReasons(phrases), ...this.nearReasons(near), ...unknownReason(known, options)];
    const away = assistant !== null && !mayAnswer(assistant);
    return {
      route: { method, scores: scores.slice(0, scoresShown), reasons },
      assistant: away ? null : assistant,
      choices: choices.filter(mayAnswer),
      emergency: null,
      confidence,
      unavailable: away ? assistant : null,
      evidence,
    };
  }

  private keywordReasons(phrases: readonly KeywordScore[]): string[] {
    return phrases.flatMap(({ phrases: found }, at) =>
      found.length === 0 ? [] : [`${quoted(found)} speaks for ${this.parts.assistants[at]!}.`],
    );
  }

  private nearReasons(near: readonly NearExample[]): string[] {
    return near.slice(0, nearestShown).map(({ text, label, similarity }) => {
      const whose = this.parts.assistants[label];
      const of = whose === undefined ? 'an off-topic example' : `an example of ${whose}`;
      return `${of}: "${text.slice(0, 120)}" (similarity ${similarity.toFixed(2)}).`;
    });
  }
}

const quoted = (phrases: readonly string[]): string => phrases.map((phrase) => `"${phrase}"`).join(', ');

const unknownReason = (known: number, { leastKnown }: RouterOptions): string[] =>
  known < leastKnown ? ['Hardly any of its words are known.'] : [];
