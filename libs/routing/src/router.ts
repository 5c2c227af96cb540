import type { Route } from '#contracts';
import { dangerToJson, type DangerModelJson } from './emergency/danger-json.js';
import type { DangerModel } from './emergency/danger-model.js';
import { judgeDanger, weighDanger, type DangerEvidence, type EmergencyJudgement } from './emergency/judge-emergency.js';
import type { KeywordScore, KeywordScorer } from './keyword/keyword-scorer.js';
import {
  decideAmong,
  evidenceOf,
  logOdds,
  mergeAll,
  type RouteColumns,
  type RouteEvidence,
  type Thresholds,
} from './merge/decide-route.js';
import { reasonOf, withoutCertainty } from './reasons.js';
import { RoutedQuestion } from './routed-question.js';
import type { RouterOptions } from './router-options.js';
import { modelToJson, type SemanticModelJson } from './semantic/model-json.js';
import type { NearExample } from './semantic/nearest-examples.js';
import type { Opinion, SemanticModel } from './semantic/semantic-model.js';
import { read, type Said } from './text/said.js';
import { seemsForeign } from './text/foreign.js';
import { isVague } from './text/vague.js';
import type { Examples } from './training-set.js';

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
  /** What the bypass caught; null where there is no emergency, or none that is certain. */
  readonly emergency: Omit<EmergencyJudgement, 'certainty'> | null;
  /** What may be an emergency and is not certain: it is routed like any question, and the asker should be asked. */
  readonly suspicion: Omit<EmergencyJudgement, 'certainty'> | null;
  /** How likely the decision is right, 0 to 1. */
  readonly confidence: number;
  /** Who would answer and is not available; null otherwise. */
  readonly unavailable: string | null;
  /** What was weighed; null for an emergency, where nothing was. */
  readonly evidence: RouteEvidence | null;
  /** The examples most like the question, the nearest first; none for an emergency. */
  readonly nearest: readonly NearestExample[];
}

export interface NearestExample {
  readonly text: string;
  /** Whose example it is; null for an off-topic one. */
  readonly assistant: string | null;
  /** 0 to 1. */
  readonly similarity: number;
}

export interface Router {
  /** Decides who answers. It always decides, whatever the text is: no text makes it throw. */
  route(query: string, context?: RouteContext): Routed;
  /** What `route` finds of danger, certain or suspected; far cheaper than `route`, most of all where there plainly is none. */
  dangerIn(query: string): EmergencyJudgement | null;
  /** What is weighed of a question when the emergency bypass is left aside: for measuring and fitting. */
  weigh(query: string): RouteEvidence;
  /** What was learned says of a question: the costly part of `route`, to be kept while that stays the same. */
  see(query: string): SeenQuestion;
  /** Decides who answers a question that this router, or one that learned the same, has seen. */
  reroute(seen: SeenQuestion, context?: RouteContext): Routed;
  /** Where `reroute` sends it, as `placeOf` names it, without its reasons. */
  place(seen: SeenQuestion): string;
  /** Whether a question was seen by what this router learned. */
  hasSeen(seen: SeenQuestion): boolean;
  /** What was learned, to be kept; `restoreRouter` takes it up without learning again. */
  toJSON(): RouterModelJson;
}

/** Everything a router learned, as plain data. */
export interface RouterModelJson extends SemanticModelJson {
  /** Not there where it learned no emergencies. */
  readonly danger?: DangerModelJson;
}

/** What a learned model and the emergency detector make of one question, whatever the phrases and thresholds are. */
export interface SeenQuestion {
  readonly text: string;
  readonly opinion: Opinion;
  readonly danger: DangerEvidence;
  /** What saw it. */
  readonly model: SemanticModel;
}

/** What a router is made of, each part learned or read from the same manifests. */
export interface RouterParts {
  readonly assistants: readonly string[];
  /** What it was learned from. */
  readonly learnedFrom: Examples;
  /** How many examples each of them has. */
  readonly examples: readonly number[];
  /** Ids of those that emergencies go to, the first available one. */
  readonly emergencyAssistants: readonly string[];
  readonly keywords: KeywordScorer;
  readonly model: SemanticModel;
  /** Null where it was given no emergencies to learn from; phrases alone decide then. */
  readonly danger: DangerModel | null;
  /** Examples that are somebody's own words: whoever asks next is told that there is one, and not what it says. */
  readonly fromUse: ReadonlySet<string>;
  readonly options: RouterOptions;
  /** Of assistants that have some of their own, by id. */
  readonly thresholds: Readonly<Record<string, Thresholds>>;
  readonly fingerprint: string;
}

/** What is read of a configuration and not learned. */
export type ReadParts = Pick<RouterParts, 'emergencyAssistants' | 'fromUse' | 'keywords' | 'options' | 'thresholds'>;

/** What was weighed of one question. */
interface Weighed {
  readonly columns: RouteColumns;
  readonly phrases: readonly KeywordScore[];
}

/** The log-odds of some classes together; 0 where there are none of them. */
export const meantAmong = (probabilities: ArrayLike<number>, classes: readonly number[]): number =>
  classes.length === 0 ? 0 : logOdds(classes.reduce((sum, at) => sum + probabilities[at]!, 0));

/** Places of questions that no assistant answers; see `placeOf`. */
const askedBack = 'clarify';
const nobody = 'none';

/** Similarity from which a question is one of the examples, up to spelling. */
const askedBefore = 0.9;
/** Of small words alone hardly any counts for the similarity, so that the very same words have to be told by themselves. */
const isAskedBefore = ({ text, similarity }: NearExample, said: Said): boolean =>
  similarity >= askedBefore || read(text).words.join(' ') === said.words.join(' ');

export class HybridRouter implements Router {
  /** Places of the assistants that emergencies go to. */
  private readonly mine: readonly number[];

  constructor(readonly parts: RouterParts) {
    const { assistants, emergencyAssistants } = parts;
    this.mine = assistants.flatMap((assistant, at) => (emergencyAssistants.includes(assistant) ? [at] : []));
  }

  route(query: string, context: RouteContext = {}): Routed {
    const said = read(query);
    return this.judge(this.look(query, said), said, context);
  }

  /**
   * Who is meant is the costly part of the judgement, and hardly ever decides it: most texts are harmless even where the
   * emergency assistant is taken to be meant for certain.
   */
  dangerIn(query: string): EmergencyJudgement | null {
    const said = read(query);
    const { danger, model } = this.parts;
    const evidence = weighDanger(said, danger);
    if (judgeDanger(evidence, danger, Infinity, said) === null) return null;
    return this.judgeSeen({ danger: evidence, opinion: model.classify(said) }, said);
  }

  weigh(query: string): RouteEvidence {
    const said = read(query);
    return evidenceOf(this.weighSeen(this.look(query, said), said).columns);
  }

  see(query: string): SeenQuestion {
    return this.look(query, read(query));
  }

  reroute(seen: SeenQuestion, context: RouteContext = {}, said: Said = read(seen.text)): Routed {
    return this.judge(seen, said, context);
  }

  place(seen: SeenQuestion, said: Said = read(seen.text)): string {
    if (this.judgeSeen(seen, said)?.certainty === 'certain') return this.parts.emergencyAssistants[0] ?? nobody;
    const { options, thresholds } = this.parts;
    const { columns } = this.weighSeen(seen, said);
    const { assistant, method } = decideAmong(columns, mergeAll(columns, options), options, thresholds);
    return assistant ?? (method === 'clarify' ? askedBack : nobody);
  }

  hasSeen({ model }: SeenQuestion): boolean {
    return model === this.parts.model;
  }

  /** The same model with other phrases, thresholds and options. @param learned what is to stand in place of what it learned */
  with(read: ReadParts, learned: Partial<Pick<RouterParts, 'model' | 'examples'>> = {}): HybridRouter {
    return new HybridRouter({ ...this.parts, ...read, ...learned });
  }

  get fingerprint(): string {
    return this.parts.fingerprint;
  }

  toJSON(): RouterModelJson {
    const { model, danger, fingerprint } = this.parts;
    return { ...modelToJson(model, fingerprint), ...(danger === null ? {} : { danger: dangerToJson(danger) }) };
  }

  private bypass(judged: EmergencyJudgement, mayAnswer: (assistant: string) => boolean): Routed {
    const { emergencyAssistants } = this.parts;
    const assistant = emergencyAssistants.find(mayAnswer) ?? null;
    return {
      route: { method: 'emergency', scores: [], reasons: [reasonOf(judged)] },
      assistant,
      choices: [],
      emergency: withoutCertainty(judged),
      suspicion: null,
      confidence: judged.likelihood,
      unavailable: assistant === null ? (emergencyAssistants[0] ?? null) : null,
      evidence: null,
      nearest: [],
    };
  }

  private look(text: string, said: Said): SeenQuestion {
    const { model, danger } = this.parts;
    return { text, model, opinion: model.classify(said), danger: weighDanger(said, danger) };
  }

  private judge(seen: SeenQuestion, said: Said, { available }: RouteContext): Routed {
    const mayAnswer = (assistant: string): boolean => available === undefined || available.has(assistant);
    const judged = this.judgeSeen(seen, said);
    if (judged?.certainty === 'certain') return this.bypass(judged, mayAnswer);
    const { columns, phrases } = this.weighSeen(seen, said);
    const merged = mergeAll(columns, this.parts.options);
    const { options, thresholds, fromUse } = this.parts;
    const decision = decideAmong(columns, merged, options, thresholds);
    const { opinion } = seen;
    return new RoutedQuestion(
      { decision, columns, merged, phrases, opinion, suspected: judged, options, fromUse },
      mayAnswer,
    );
  }

  private judgeSeen(
    { danger, opinion }: Pick<SeenQuestion, 'danger' | 'opinion'>,
    said: Said,
  ): EmergencyJudgement | null {
    // How much it is meant for an assistant that emergencies go to.
    const meant = meantAmong(opinion.probabilities, this.mine);
    return judgeDanger(danger, this.parts.danger, meant, said);
  }

  private weighSeen({ text, opinion }: SeenQuestion, said: Said): Weighed {
    const { assistants, examples, keywords } = this.parts;
    const { probabilities, known } = opinion;
    const phrases = keywords.score(said);
    const columns = {
      assistants,
      examples,
      keyword: phrases.map(({ score }) => score),
      semantic: probabilities,
      offTopic: probabilities[assistants.length]!,
      known,
      vague: isVague(said.terms) && !opinion.near.some((example) => isAskedBefore(example, said)),
      foreign: seemsForeign(text, said.words),
    };
    return { columns, phrases };
  }
}
