import { performance } from 'node:perf_hooks';
import { expectedCalibrationError } from '#routing';
import {
  auroc,
  calibrationErrorByChance,
  percentile,
  reliability,
  type Answered,
  type Latency,
  type Measured,
} from './answered.js';

/** Questions asked before the clock counts, so that what is measured is compiled. */
const warmUp = 200;
const mebibyte = 2 ** 20;

export const memoryNow = (): number => process.memoryUsage().rss / mebibyte;

/**
 * Asks every text once and times each.
 * @param warm texts that are asked before the clock counts; others where an answer is remembered by its text
 */
export async function timeEach(
  texts: readonly string[],
  ask: (text: string) => unknown,
  warm: readonly string[] = texts,
): Promise<{ latency: Latency; questionsPerSecond: number }> {
  for (const text of warm.slice(0, warmUp)) await ask(text);
  const times: number[] = [];
  const began = performance.now();
  for (const text of texts) {
    const started = performance.now();
    const answer = ask(text);
    if (answer instanceof Promise) await answer;
    times.push(performance.now() - started);
  }
  const questionsPerSecond = (1000 * texts.length) / (performance.now() - began);
  return { latency: { p50: percentile(times, 0.5), p99: percentile(times, 0.99) }, questionsPerSecond };
}

const share = (some: readonly Answered[], is: (one: Answered) => boolean): number =>
  some.filter(is).length / (some.length || 1);

/** What follows from the answers alone. */
export function judge(
  answered: readonly Answered[],
): Pick<
  Measured,
  | 'firstChoice'
  | 'inScopeAtThreshold'
  | 'outOfScopeRecall'
  | 'auroc'
  | 'calibrationError'
  | 'calibrationErrorByChance'
  | 'reliability'
  | 'answered'
> {
  const within = answered.filter(({ owner }) => owner !== null);
  const without = answered.filter(({ owner }) => owner === null);
  const isRight = ({ owner, choice }: Answered): boolean => owner === choice;
  return {
    firstChoice: share(within, isRight),
    inScopeAtThreshold: share(within, (one) => isRight(one) && !one.refused),
    outOfScopeRecall: without.length === 0 ? null : share(without, ({ refused }) => refused),
    auroc: auroc(answered),
    calibrationError: expectedCalibrationError(
      within.map((one) => ({ confidence: one.confidence, right: isRight(one) })),
    ),
    calibrationErrorByChance: calibrationErrorByChance(within.map(({ confidence }) => confidence)),
    reliability: reliability(within),
    answered: answered.length,
  };
}
