import { nextTurn } from '#kernel';
import { readDangerJson } from './emergency/danger-json.js';
import type { DangerModel } from './emergency/danger-model.js';
import type { EmergencyExamples } from './emergency/emergency-examples.js';
import { fingerprintOfDanger } from './emergency/fingerprint-of-danger.js';
import { learnDanger } from './emergency/learn-danger.js';
import { fingerprintOf } from './fingerprint.js';
import { KeywordScorer } from './keyword/keyword-scorer.js';
import { inSteps, type Pause } from './pause.js';
import { compareExamples } from './preview/compare-examples.js';
import { previewRouter, type Rerouter } from './preview/preview-router.js';
import { HybridRouter, meantAmong, type ReadParts, type Router, type RouterModelJson } from './router.js';
import { routerOptions, type RouterOptions } from './router-options.js';
import { learning, learnSemanticModel, lookAtExamples } from './semantic/learn-semantic-model.js';
import { readModelJson } from './semantic/model-json.js';
import { SemanticModel } from './semantic/semantic-model.js';
import type { Said } from './text/said.js';
import { gatherExamples, type Examples, type RoutableManifest } from './training-set.js';

export interface RouterConfig {
  /** What the assistants say of themselves; none is allowed, and then every question but an emergency is nobody's. */
  readonly manifests: readonly RoutableManifest[];
  /** Questions that are nobody's business, as people ask them. */
  readonly offTopic: readonly string[];
  /** What emergencies are told apart by, beside the phrases; the phrases alone where it is not given. */
  readonly emergencies?: EmergencyExamples;
  readonly options?: Partial<RouterOptions>;
}

/** What is read and not learned. */
const readParts = ({ manifests, options }: RouterConfig): ReadParts => ({
  emergencyAssistants: manifests.filter(({ emergency }) => emergency === true).map(({ id }) => id),
  keywords: new KeywordScorer(manifests),
  fromUse: new Set(manifests.flatMap(({ fromUse = [] }) => fromUse)),
  options: routerOptions(options),
  thresholds: Object.fromEntries(manifests.map(({ id, thresholds = {} }) => [id, thresholds])),
});

interface Learned {
  readonly model: SemanticModel;
  readonly danger: DangerModel | null;
  readonly fingerprint: string;
}

function assemble(config: RouterConfig, examples: Examples, learned: Learned): Router {
  return new HybridRouter({
    ...readParts(config),
    assistants: examples.assistants,
    learnedFrom: examples,
    examples: examples.assistants.map((_, at) => examples.labels.filter((label) => label === at).length),
    ...learned,
  });
}

/** Says what a router learned from: the examples, and what emergencies are told apart by. */
const fingerprint = ({ manifests, emergencies }: RouterConfig, examples: Examples): string =>
  fingerprintOf(examples) + (emergencies === undefined ? '' : `-${fingerprintOfDanger(emergencies, manifests)}`);

/** Places of the assistants that emergencies go to. */
const emergencyClasses = ({ manifests }: RouterConfig): number[] =>
  manifests.flatMap(({ emergency }, at) => (emergency === true ? [at] : []));

/**
 * Questions that are no emergency. Those of the assistants that emergencies go to may be either, and are left out, as is what
 * people said in use: nobody teaches the gateway from outside what is harmless.
 */
const ordinary = ({ manifests, offTopic }: RouterConfig): string[] => [
  ...manifests.filter(({ emergency }) => emergency !== true).flatMap(({ examples }) => examples),
  ...offTopic,
];

/** Learns in steps of a few milliseconds each. */
function* learnRouter(config: RouterConfig): Generator<void, Router> {
  routerOptions(config.options);
  const examples = gatherExamples(config.manifests, config.offTopic);
  const model = yield* learnSemanticModel(examples);
  const { emergencies } = config;
  const mine = emergencyClasses(config);
  const meantBy = (said: Said): number => meantAmong(model.classify(said).probabilities, mine);
  const danger = emergencies === undefined ? null : yield* learnDanger(emergencies, ordinary(config), meantBy);
  return assemble(config, examples, { model, danger, fingerprint: fingerprint(config, examples) });
}

/** Takes up in the same steps what was learned before. */
function* readRouter(config: RouterConfig, json: RouterModelJson): Generator<void, Router> {
  const examples = gatherExamples(config.manifests, config.offTopic);
  const wanted = fingerprint(config, examples);
  const { space, weights } = readModelJson(json, wanted);
  const { nearest, classWeights } = yield* lookAtExamples(examples, space);
  const model = new SemanticModel({ nearest, classWeights, space, weights, vote: learning.vote }, json.trust);
  const danger = json.danger === undefined ? null : readDangerJson(json.danger);
  return assemble(config, examples, { model, danger, fingerprint: wanted });
}

function atOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Learns a router at once; about a second for 1,500 examples, during which nothing else runs on the thread.
 * @throws FailureError `invalid-request` with the places: an example that two assistants claim, a repeated id, an
 * option out of range
 */
export const createRouter = (config: RouterConfig): Router => atOnce(learnRouter(config));

/**
 * Learns the same router as `createRouter`, giving way between steps of a few milliseconds.
 * @throws FailureError as `createRouter`
 */
export const trainRouter = (config: RouterConfig, pause: Pause = nextTurn): Promise<Router> =>
  inSteps(learnRouter(config), pause);

/**
 * Takes up what `toJSON` of a router kept, without learning again, giving way between steps of a few milliseconds.
 * @throws FailureError `invalid-request` when it was learned from other examples; learn again then
 */
export const restoreRouter = (config: RouterConfig, json: RouterModelJson, pause: Pause = nextTurn): Promise<Router> =>
  inSteps(readRouter(config, json), pause);

/** Says what a router of this configuration is learned from; one that was kept under the same can be taken up. */
export const fingerprintOfRouter = (config: RouterConfig): string =>
  fingerprint(config, gatherExamples(config.manifests, config.offTopic));

/**
 * The same router with the phrases, patterns, thresholds and options of another configuration.
 * @param wanted what `fingerprintOfRouter` says of the configuration
 * @returns null when the examples are not those it learned from; it has to learn then
 */
export function reconfigureRouter(
  router: Router,
  config: RouterConfig,
  wanted = fingerprintOfRouter(config),
): Router | null {
  const same = router instanceof HybridRouter && router.fingerprint === wanted;
  return same ? router.with(readParts(config)) : null;
}

/** With more examples that came or went, so little stays as it was that it is better learned anew. */
const mostPreviewed = 500;

/**
 * Estimates the router of a configuration with a few other examples, from one that has learned the present ones: some
 * hundredths of a second for some dozen examples, giving way between steps.
 * @returns null where too much is different: other assistants, or hundreds of examples
 * @throws FailureError as `createRouter`
 */
export async function estimateRouter(
  router: Router,
  config: RouterConfig,
  pause: Pause = nextTurn,
): Promise<Rerouter | null> {
  const examples = gatherExamples(config.manifests, config.offTopic);
  if (!(router instanceof HybridRouter)) return null;
  const change = compareExamples(router.parts.learnedFrom, examples);
  if (change === null || change.added.texts.length + change.removed.texts.length > mostPreviewed) return null;
  return inSteps(previewRouter(router, examples, change, readParts(config)), pause);
}
