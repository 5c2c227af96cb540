import { runBaseline } from '../baselines/run-baseline.js';
import { shortOf, verdict } from '../results/verdicts.js';
import type { Verdict } from '../results/result.js';
import { flatMibPerMinute, ProcessWatch, type Watched } from '../watch/process-watch.js';
import { highestRate } from './highest-rate.js';
import { distributionOf, Histogram, type Distribution } from './histogram.js';
import { answersPerSecond, errorsOf, type NamedRun } from './load-report.js';
import type { LoadSession } from './load-session.js';
import type { Asking } from './plan.js';
import type { QuestionBank } from './question-bank.js';
import type { Arrivals } from './schedule.js';

export interface PhaseOptions {
  /** Seconds of P3; the other runs take that long at most, and ten at most. */
  readonly seconds: number;
  /** Questions a second of P1 and P3. */
  readonly rate: number;
  readonly arrivals: Arrivals;
  /** Different questions of P3, and the exponent of Zipf's law that they are drawn by. */
  readonly distinct: number;
  readonly exponent: number;
  /** Whether the database is the embedded one, of which less is asked. */
  readonly embedded: boolean;
}

export interface Measured {
  readonly runs: readonly NamedRun[];
  readonly verdicts: readonly Verdict[];
  readonly watched?: readonly Watched[];
}

const askers = 50;
const inTurn: Asking = { draw: 'in turn' };
const shortSeconds = 10;
const mission = { rate: 1000, seconds: 600, feedbackShare: 0.1 };
const gatewayMib = 300;
/** Seconds; in a shorter run what is filled once looks like growth, and nothing is said of it. */
const shortestForSlope = 60;

const timesOf = (run: NamedRun): Distribution => distributionOf(Histogram.of(run.asks));
const ms = (value: number): string => `${value.toFixed(1)} ms`;
const troubleOf = ({ fates, problems, ...run }: NamedRun): string =>
  `${errorsOf({ ...run, fates })} errors, ${fates.refused} refused${Object.keys(problems).length > 0 ? ` (${JSON.stringify(problems)})` : ''}`;
/** What was refused or failed was not answered, however quick the rest was. */
const isClean = (run: NamedRun): boolean => errorsOf(run) + run.fates.refused === 0;

/** A repeated question: as fast as it goes, in turns with bare Fastify sending the same body, then at a rate. */
export async function measureRepeated(
  session: LoadSession,
  bank: QuestionBank,
  options: PhaseOptions,
): Promise<Measured> {
  const seconds = Math.min(options.seconds, shortSeconds);
  const plan = { bodies: [bank.repeated], asking: inTurn, pace: { model: 'closed', askers } } as const;
  const reply: unknown = await (await session.mesh.post('/query', JSON.parse(bank.repeated))).json();
  const bare = await runBaseline('bare-fastify', [], reply);
  const runs: NamedRun[] = [];
  try {
    await session.run('warming up', { ...plan, seconds: 2 }, bare.url);
    await session.run('warming up', { ...plan, seconds: 2 });
    for (const turn of [1, 2]) {
      runs.push(
        await session.run(`bare Fastify, same body, turn ${turn}`, { ...plan, seconds: seconds / 2 }, bare.url),
      );
      runs.push(await session.run(`P1 a repeated question, turn ${turn}`, { ...plan, seconds: seconds / 2 }));
    }
  } finally {
    await bare.stop();
  }
  const perSecond = (which: number): number =>
    runs.filter((_, at) => at % 2 === which).reduce((sum, run) => sum + answersPerSecond(run), 0) / 2;
  const ratio = perSecond(1) / perSecond(0);
  const { rate, arrivals } = options;
  const pace = { model: 'open', perSecond: rate, arrivals } as const;
  const open = await session.run(`P1 at ${rate}/s`, { ...plan, pace, seconds });
  const { p50, p99 } = timesOf(open);
  return {
    runs: [...runs, open],
    verdicts: [
      verdict(
        'P1 a repeated question: >= 0.30 of bare Fastify',
        ratio >= 0.3 && runs.every(isClean),
        `${ratio.toFixed(3)}: ${perSecond(1).toFixed(0)} beside ${perSecond(0).toFixed(0)} a second`,
      ),
      verdict(
        'P1 at 1000/s: p50 <= 5 ms, p99 <= 20 ms',
        p50 <= 5 && p99 <= 20 && isClean(open),
        `p50 ${ms(p50)}, p99 ${ms(p99)}, ${troubleOf(open)}`,
        shortOf(rate, mission.rate, 'questions a second'),
      ),
    ],
  };
}

/** Questions that nobody asked before: as fast as it goes, then at half of that. */
export async function measureFresh(session: LoadSession, bank: QuestionBank, options: PhaseOptions): Promise<Measured> {
  const seconds = Math.min(options.seconds, shortSeconds);
  const most = 4000;
  const fresh = (name: string, perSecond: number | null, long: number): Promise<NamedRun> =>
    session.run(name, {
      bodies: bank.fresh(Math.ceil((perSecond ?? most) * long * 1.2)),
      asking: inTurn,
      pace: perSecond === null ? { model: 'closed', askers } : { model: 'open', perSecond, arrivals: options.arrivals },
      seconds: long,
    });
  await fresh('warming up', null, 3);
  const full = await fresh('P2 fresh questions', null, seconds);
  const half = Math.max(1, Math.floor(answersPerSecond(full) / 2));
  const atHalf = await fresh(`P2 at half of that, ${half}/s`, half, seconds);
  const { p95 } = timesOf(atHalf);
  const bar = options.embedded ? 500 : 1500;
  return {
    runs: [full, atHalf],
    verdicts: [
      verdict(
        `P2 fresh questions: >= ${bar} a second (${options.embedded ? 'embedded database' : 'PostgreSQL'})`,
        answersPerSecond(full) >= bar && isClean(full),
        `${answersPerSecond(full).toFixed(0)} a second, ${troubleOf(full)}`,
      ),
      verdict(
        'P2 at half of that: p95 <= 200 ms',
        p95 <= 200 && isClean(atHalf),
        `p95 ${ms(p95)}, ${troubleOf(atHalf)}`,
      ),
    ],
  };
}

const dayPlan = (bank: QuestionBank, { distinct, exponent, arrivals }: PhaseOptions, perSecond: number) =>
  ({
    bodies: bank.common(distinct),
    asking: { draw: 'zipf', exponent },
    pace: { model: 'open', perSecond, arrivals },
    feedbackShare: mission.feedbackShare,
  }) as const;

/** Shares of the rate, and seconds of each: a day begins slowly, and nobody keeps answers that were never asked for. */
const morning = { shares: [0.25, 0.5], seconds: 20 };

/**
 * The mission's load test: what people ask all day, with feedback, at a rate, for long; memory seen from outside. What is
 * measured begins after a morning at less, whose runs stand beside it.
 */
export async function measureDay(session: LoadSession, bank: QuestionBank, options: PhaseOptions): Promise<Measured> {
  const { rate, seconds } = options;
  const before: NamedRun[] = [];
  for (const share of morning.shares) {
    const perSecond = Math.max(1, Math.round(rate * share));
    const plan = { ...dayPlan(bank, options, perSecond), seconds: Math.min(seconds, morning.seconds) };
    before.push(await session.run(`P3, the morning before at ${perSecond}/s`, plan));
  }
  const watch = new ProcessWatch(session.processes);
  const run = await session.run(`P3 Zipf with feedback at ${rate}/s for ${seconds} s`, {
    ...dayPlan(bank, options, rate),
    seconds,
  });
  const watched = watch.stop();
  const { p95 } = timesOf(run);
  const gateway = watched.find(({ name }) => name === 'gateway')!;
  const growing = watched.filter(
    ({ name, slopeMibPerMinute }) => name !== 'load generator' && slopeMibPerMinute > flatMibPerMinute,
  );
  const short = [shortOf(seconds, mission.seconds, 'seconds'), shortOf(rate, mission.rate, 'questions a second')];
  const less = short.filter((each) => each !== null).join(', ') || null;
  return {
    runs: [...before, run],
    watched,
    verdicts: [
      verdict('P3 no errors', isClean(run), troubleOf(run), less),
      verdict('P3 p95 <= 50 ms', p95 <= 50, `p95 ${ms(p95)}`, less),
      verdict(
        `P3 gateway below ${gatewayMib} MiB`,
        gateway.highestMib < gatewayMib,
        `${gateway.highestMib} MiB at most`,
        less,
      ),
      ...(seconds < shortestForSlope
        ? []
        : [
            verdict(
              `P3 resident memory flat: <= ${flatMibPerMinute} MiB/min over the second half`,
              growing.length === 0,
              watched.map(({ name, slopeMibPerMinute }) => `${name} ${slopeMibPerMinute}`).join(', '),
              less,
            ),
          ]),
    ],
  };
}

/** The highest rate at which the mission's workload holds: p95 <= 50 ms, and nothing refused or failed. */
export async function findHighestRate(
  session: LoadSession,
  bank: QuestionBank,
  options: PhaseOptions,
  search: { readonly seconds: number; readonly rounds: number },
): Promise<{ readonly perSecond: number; readonly runs: readonly NamedRun[] }> {
  const runs: NamedRun[] = [];
  const holds = async (perSecond: number): Promise<boolean> => {
    const plan = { ...dayPlan(bank, options, perSecond), seconds: search.seconds };
    const run = await session.run(`P3 at ${perSecond}/s`, plan);
    runs.push(run);
    return isClean(run) && timesOf(run).p95 <= 50;
  };
  return { perSecond: await highestRate(holds, 0, options.rate, search.rounds), runs };
}
