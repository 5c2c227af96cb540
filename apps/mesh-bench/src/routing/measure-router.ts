import { performance } from 'node:perf_hooks';
import {
  createRouter,
  defaultRouterOptions,
  fitOffTopicLead,
  weighOffTopic,
  type JudgedEvidence,
  type Router,
} from '#routing';
import type { Measured } from './answered.js';
import type { IntentSet, Labeled } from './intent-set.js';
import { judge, memoryNow, timeEach } from './measure.js';

const folds = 3;

/** One assistant for each label, known by its examples alone. */
function learn(examples: readonly Labeled[]): Router {
  const byOwner = Map.groupBy(examples, ({ owner }) => owner);
  const texts = (owner: string | null): string[] => (byOwner.get(owner) ?? []).map(({ text }) => text);
  const manifests = [...byOwner.keys()]
    .filter((owner) => owner !== null)
    .map((id) => ({ id, keywords: [], examples: texts(id) }));
  return createRouter({ manifests, offTopic: texts(null) });
}

const weighAll = (router: Router, texts: readonly Labeled[]): JudgedEvidence[] =>
  texts.map(({ text, owner }) => ({ owner, evidence: router.weigh(text) }));

/** Each training text is weighed by a router that was made of the other two thirds. */
const weighHeldOut = (train: readonly Labeled[]): JudgedEvidence[] =>
  Array.from({ length: folds }, (_, fold) => {
    const router = learn(train.filter((_text, at) => at % folds !== fold));
    return weighAll(
      router,
      train.filter((_text, at) => at % folds === fold),
    );
  }).flat();

function fitThreshold({ train, val }: IntentSet, router: Router): { lead: number; threshold: string } {
  const isOut = ({ owner }: Labeled): boolean => owner === null;
  const on = val.some(isOut) ? 'the split val' : train.some(isOut) ? `${folds} folds of the split train` : null;
  if (on === null) {
    const lead = defaultRouterOptions.offTopicLead;
    return { lead, threshold: `${lead}, the default: nothing out of scope to fit it on` };
  }
  const judged = val.some(isOut) ? weighAll(router, val) : weighHeldOut(train);
  const lead = fitOffTopicLead(judged, defaultRouterOptions);
  return { lead, threshold: `${lead.toFixed(2)}, fitted on ${on}` };
}

const repeated = (text: string, length: number): string =>
  text
    .concat(' ')
    .repeat(Math.ceil(length / (text.length + 1)))
    .slice(0, length);

/** Questions of 200 characters made of those that were asked, and 2,000 that cost most: no word twice, all of them long or all short. */
async function boundaryTimes(texts: readonly string[], ask: (text: string) => unknown): Promise<string[]> {
  const some = texts.slice(0, 1000);
  const long = await timeEach(
    some.map((text, at) => repeated(`${text} ${texts[(at * 7) % texts.length]!}`, 200)),
    ask,
  );
  const mixed = texts.join(' ');
  const hostile = Array.from({ length: 200 }, (_, at) => [
    mixed.slice(at * 97).slice(0, 2000),
    Array.from({ length: 1000 }, (_word, place) => String.fromCharCode(97 + ((place * 7 + at) % 26))).join(' '),
    Array.from({ length: 200 }, (_word, place) => ((place + 1) * (at + 7919) * 2654435761).toString(36)).join(' '),
    repeated('\u{1d56c}\ufdfa\u0301'.repeat(at + 1), 2000),
  ]).flat();
  const worst = await timeEach(hostile, ask);
  const said = ({ latency }: typeof long): string =>
    `p50 ${latency.p50.toFixed(3)} ms, p99 ${latency.p99.toFixed(3)} ms`;
  return [`200 characters: ${said(long)}`, `2,000 hostile characters: ${said(worst)}`];
}

/** Asks, and reads why: scores, reasons and the nearest examples are worked out when someone reads them. */
const askWhy = (router: Router) => (text: string) => {
  const { route, nearest } = router.route(text);
  return [route, nearest];
};

/** Runs an intent set through the router: the same code, with one assistant for each label. */
export async function measureRouter(set: IntentSet): Promise<Measured> {
  const before = memoryNow();
  const started = performance.now();
  const router = learn(set.train);
  const trainedInSeconds = (performance.now() - started) / 1000;
  const memory = memoryNow() - before;
  const { lead, threshold } = fitThreshold(set, router);
  const answered = weighAll(router, set.test).map(({ owner, evidence }) => {
    const weighed = weighOffTopic(evidence, defaultRouterOptions);
    return {
      owner,
      choice: weighed.assistant,
      confidence: weighed.confidence,
      inScope: -weighed.lead,
      refused: weighed.lead > lead,
    };
  });
  const texts = set.test.map(({ text }) => text);
  const ask = (text: string): unknown => router.route(text);
  const timed = await timeEach(texts, ask);
  const why = await timeEach(texts, askWhy(router));
  const bypassed = texts.filter((text) => router.route(text).emergency !== null).length;
  const kept = JSON.stringify(router.toJSON()).length / 2 ** 20;
  return {
    name: 'router',
    ...judge(answered),
    threshold,
    trainedInSeconds,
    ...timed,
    memory,
    notes: [
      ...(await boundaryTimes(texts, ask)),
      `with its reasons read: p50 ${why.latency.p50.toFixed(3)} ms, p99 ${why.latency.p99.toFixed(3)} ms, ${Math.round(why.questionsPerSecond)} a second`,
      ...(await boundaryTimes(texts, askWhy(router))).map((line) => `with its reasons read: ${line}`),
      `the model is kept in ${kept.toFixed(1)} MiB`,
      `left aside in the figures: the emergency bypass, which would take ${bypassed} of ${texts.length}`,
    ],
  };
}
