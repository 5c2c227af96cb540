import { fingerprintOf } from './fingerprint.js';
import { KeywordScorer } from './keyword/keyword-scorer.js';
import { nextTurn, type Pause } from './pause.js';
import { HybridRouter, type Router } from './router.js';
import { routerOptions, type RouterOptions } from './router-options.js';
import { learning, learnSemanticModel, lookAtExamples } from './semantic/learn-semantic-model.js';
import { readModelJson, type SemanticModelJson } from './semantic/model-json.js';
import { SemanticModel } from './semantic/semantic-model.js';
import { gatherExamples, type Examples, type RoutableManifest } from './training-set.js';

export interface RouterConfig {
  /** What the assistants say of themselves; none is allowed, and then every question but an emergency is nobody's. */
  readonly manifests: readonly RoutableManifest[];
  /** Questions that are nobody's business, as people ask them. */
  readonly offTopic: readonly string[];
  readonly options?: Partial<RouterOptions>;
}

function assemble({ manifests, options }: RouterConfig, examples: Examples, model: SemanticModel): Router {
  return new HybridRouter({
    assistants: examples.assistants,
    examples: examples.assistants.map((_, at) => examples.labels.filter((label) => label === at).length),
    emergencyAssistants: manifests.filter(({ emergency }) => emergency === true).map(({ id }) => id),
    keywords: new KeywordScorer(manifests),
    model,
    options: routerOptions(options),
    fingerprint: fingerprintOf(examples),
  });
}

/** Learns in steps of a few milliseconds each. */
function* learnRouter(config: RouterConfig): Generator<void, Router> {
  routerOptions(config.options);
  const examples = gatherExamples(config.manifests, config.offTopic);
  return assemble(config, examples, yield* learnSemanticModel(examples));
}

/** Takes up in the same steps what was learned before. */
function* readRouter(config: RouterConfig, json: SemanticModelJson): Generator<void, Router> {
  const examples = gatherExamples(config.manifests, config.offTopic);
  const { space, weights } = readModelJson(json, fingerprintOf(examples));
  const seen = yield* lookAtExamples(examples, space);
  const model = new SemanticModel({ ...seen, space, weights, vote: learning.vote }, json.temperature);
  return assemble(config, examples, model);
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
export async function trainRouter(config: RouterConfig, pause: Pause = nextTurn): Promise<Router> {
  const steps = learnRouter(config);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await pause();
  }
}

/**
 * Takes up what `toJSON` of a router kept, without learning again.
 * @throws FailureError `invalid-request` when it was learned from other examples; learn again then
 */
export const restoreRouter = (config: RouterConfig, json: SemanticModelJson): Router =>
  atOnce(readRouter(config, json));
