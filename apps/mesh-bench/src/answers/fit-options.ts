import {
  createRouter,
  decideRoute,
  defaultRouterOptions,
  expectedCalibrationError,
  type RouteEvidence,
  type RouterOptions,
} from '#routing';
import type { RouterTraining } from './read-assistants.js';

const folds = 5;

interface Weighed {
  /** Whose example it is; null where it is off-topic. */
  readonly owner: string | null;
  readonly evidence: RouteEvidence;
}

/** Every fifth example in turn is asked about by a router that was made of the others. */
function weighAll({ manifests, offTopic }: RouterTraining): Weighed[] {
  const weighed: Weighed[] = [];
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

function row(name: string, weighed: readonly Weighed[], options: RouterOptions): string {
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
  keywordWeight: [0, 0.5, 1, 2, 3],
  floor: [0.3, 0.38, 0.45, 0.5],
  margin: [0, 0.02, 0.04, 0.08, 0.12],
  offTopicLead: [0.5, 0, -0.5, -1, -1.5],
  unknownWeight: [0, 1, 1.5, 3],
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
