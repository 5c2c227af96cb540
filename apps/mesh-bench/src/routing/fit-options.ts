import {
  createRouter,
  decideRoute,
  defaultRouterOptions,
  expectedCalibrationError,
  type JudgedEvidence,
  type RouteEvidence,
  type RouterOptions,
} from '#routing';
import { costsOf, fitThresholds } from './fit-thresholds.js';
import type { RouterTraining } from './read-assistants.js';

const folds = 5;

/** Every fifth example in turn is asked about by a router that was made of the others. */
function weighAll({ manifests, offTopic }: RouterTraining): JudgedEvidence[] {
  const weighed: JudgedEvidence[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const isHeldOut = (_: string, at: number): boolean => at % folds === fold;
    const others = (texts: readonly string[]): string[] => texts.filter((text, at) => !isHeldOut(text, at));
    const router = createRouter({
      manifests: manifests.map((manifest) => ({ ...manifest, examples: others(manifest.examples) })),
      offTopic: others(offTopic),
    });
    const ask = (texts: readonly string[], owner: string | null): void => {
      for (const text of texts.filter(isHeldOut)) {
        const { evidence } = router.route(text);
        if (evidence !== null) weighed.push({ owner, evidence });
      }
    };
    for (const { id, examples } of manifests) ask(examples, id);
    ask(offTopic, null);
  }
  return weighed;
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`.padStart(7);

function row(name: string, weighed: readonly JudgedEvidence[], options: RouterOptions): string {
  const decided = weighed.map(({ owner, evidence }) => ({ owner, ...decideRoute(evidence, options) }));
  const inScope = decided.filter(({ owner }) => owner !== null);
  const off = decided.filter(({ owner }) => owner === null);
  const answered = decided.filter(({ assistant }) => assistant !== null);
  const error = expectedCalibrationError(
    answered.map(({ owner, assistant, confidence }) => ({ confidence, right: owner === assistant })),
  );
  const share = (of: typeof decided, is: (one: (typeof decided)[number]) => boolean): string =>
    percent(of.filter(is).length, of.length);
  return [
    name.padEnd(24),
    share(inScope, ({ owner, assistant }) => owner === assistant),
    share(inScope, ({ method }) => method === 'clarify'),
    share(inScope, ({ method }) => method === 'none'),
    share(off, ({ assistant }) => assistant === null),
    error.toFixed(3),
  ].join('  ');
}

const tried: Record<keyof RouterOptions, readonly number[]> = {
  keywordWeight: [0, 1, 2, 3.5, 5],
  keywordHalving: [100, 300, 1000],
  floor: [0.3, 0.38, 0.45, 0.5],
  margin: [0, 0.02, 0.04, 0.08, 0.12],
  offTopicLead: [1, 0.5, 0, -0.5, -1],
  unknownWeight: [0, 3, 6, 9],
  leastKnown: [0, 0.15, 0.3],
};

/** Prints, for each option, what the router would do with other values of it and the defaults of the rest. */
export function printFit(training: RouterTraining): void {
  const weighed = weighAll(training);
  console.log(
    `${weighed.length} examples, each held out once of ${folds} folds; what the emergency bypass caught is left out`,
  );
  console.log(`${'option'.padEnd(24)}    right  asked back  refused  off-topic kept out  calibration error`);
  console.log(row('defaults', weighed, defaultRouterOptions));
  for (const [name, values] of Object.entries(tried)) {
    for (const value of values) {
      console.log(row(`${name} ${value}`, weighed, { ...defaultRouterOptions, [name]: value }));
    }
  }
}

const costs = [1, 1.5, 2, 3, 5];

/**
 * Prints what thresholds of each assistant's own would do, fitted by what a wrong route costs against asking back, beside
 * those that all of them share: on the folds they are fitted on, and on the development half of the labeled questions.
 */
export function printThresholdFit(training: RouterTraining, labeled: readonly JudgedEvidence[]): void {
  const weighed = weighAll(training);
  for (const wrongRoute of costs) {
    const own = fitThresholds(weighed, wrongRoute);
    const fitted = Object.entries(own).map(([id, { floor, margin }]) => `${id} ${floor}/${margin}`);
    console.log(`a wrong route costs ${wrongRoute} questions asked back; floor/margin: ${fitted.join(', ')}`);
    for (const [name, judged] of [['folds', weighed] as const, ['development half', labeled] as const]) {
      const rows = [['shared', {}] as const, ['own', own] as const];
      for (const [whose, thresholds] of rows) {
        const { right, wrong, askedBack, keptOut, cost } = costsOf(judged, wrongRoute, thresholds);
        console.log(
          `  ${name}, ${whose}: ${right} right, ${wrong} wrong, ${askedBack} asked back, ${keptOut} off-topic kept out, cost ${cost}`,
        );
      }
    }
  }
}

const fewExamples = [5, 20, 100, 400];
const keywordWeights = [0, 0.5, 1, 2, 3, 4];

/**
 * Prints what keywords are worth while there are few examples: by how many each assistant has and what a keyword counts,
 * how often the best assistant is right, and the negative log likelihood of all merged probabilities (lower is better).
 */
export function printKeywordFit({ manifests, offTopic }: RouterTraining): void {
  console.log(
    `${'examples each'.padEnd(14)}${keywordWeights.map((weight) => `weight ${weight}`.padStart(18)).join('')}`,
  );
  for (const size of fewExamples) {
    const some = (texts: readonly string[]): string[] =>
      texts.filter((_, at) => at % Math.ceil(texts.length / size) === 0);
    const router = createRouter({
      manifests: manifests.map((manifest) => ({ ...manifest, examples: some(manifest.examples) })),
      offTopic: some(offTopic),
    });
    const weighed = manifests.flatMap(({ id, examples }) => {
      const learned = new Set(some(examples));
      const unseen = examples.filter((text, at) => at % 5 === 0 && !learned.has(text));
      return unseen.flatMap((text) => router.route(text).evidence ?? []).map((evidence) => ({ owner: id, evidence }));
    });
    const cells = keywordWeights.map((weight) => keywordCell(weighed, weight));
    console.log(`${String(size).padEnd(14)}${cells.map((cell) => cell.padStart(18)).join('')}`);
  }
}

function keywordCell(weighed: readonly { owner: string; evidence: RouteEvidence }[], keywordWeight: number): string {
  const options = { ...defaultRouterOptions, keywordWeight, keywordHalving: 1_000_000 };
  let right = 0;
  let surprise = 0;
  for (const { owner, evidence } of weighed) {
    const { scores } = decideRoute(evidence, options);
    if (scores[0]?.assistant === owner) right += 1;
    for (const { assistant, merged } of scores) {
      surprise -= Math.log(Math.max(1e-6, assistant === owner ? merged : 1 - merged));
    }
  }
  return `${percent(right, weighed.length)} ${(surprise / weighed.length).toFixed(3)}`;
}
