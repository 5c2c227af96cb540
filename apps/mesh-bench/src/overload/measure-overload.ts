import { distributionOf, Histogram } from '../open-load/histogram.js';
import { errorsOf, type NamedRun } from '../open-load/load-report.js';
import type { LoadSession } from '../open-load/load-session.js';
import type { Pace } from '../open-load/plan.js';
import type { QuestionBank } from '../open-load/question-bank.js';
import type { Verdict } from '../results/result.js';
import { verdict } from '../results/verdicts.js';
import { besideBareDoor } from './beside-bare-door.js';
import { costed, type Costed } from './costs.js';
import { goodput, secondsUntilNormal } from './goodput.js';

export interface OverloadOptions {
  /** Of each run. */
  readonly seconds: number;
  /** Who wait for their answers while the peak is looked for. */
  readonly askers: number;
  readonly connections: number;
  /** How many times the peak is asked. */
  readonly times: readonly number[];
}

interface Overload {
  readonly times: number;
  /** The peak while a bare server turns the surplus away. */
  readonly beside: Costed;
  readonly over: Costed;
  readonly after: Costed;
}

export interface Measured {
  readonly peak: Costed;
  readonly runs: readonly Costed[];
  readonly verdicts: readonly Verdict[];
}

export const bars = { goodput: 0.9, refusalMs: 50, normalWithin: 10 };
/** Seconds: until code is compiled and caches are filled, and at the beginning of a run, until it found how much it can do. */
const warming = 10;
const settles = 3;
/** Fresh questions a second that no mesh on one machine reaches. */
const mostPerSecond = 2000;

const at = (perSecond: number): Pace => ({
  model: 'open',
  perSecond: Math.max(1, Math.round(perSecond)),
  arrivals: 'poisson',
});
const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(0)} %`;

/** Finds the peak, asks more than that, and looks for the peak again: the higher one counts. */
export class OverloadDrill {
  constructor(
    private readonly session: LoadSession,
    private readonly bank: QuestionBank,
    private readonly options: OverloadOptions,
  ) {}

  async run(): Promise<Measured> {
    const { askers, seconds, times } = this.options;
    const closed: Pace = { model: 'closed', askers };
    await this.ask('warming up', closed, warming);
    const first = await this.ask('peak', closed, seconds);
    const half = at(this.good(first) / 2);
    const before = await this.ask('half of it, before', half, seconds);
    const overloads: Overload[] = [];
    for (const each of times) overloads.push(await this.overload(each, this.good(first), half));
    const again = await this.ask('peak, again', closed, seconds);
    const peak = this.good(again) > this.good(first) ? again : first;
    const p95 = Histogram.of(before.run.asks).quantile(0.95);
    return {
      peak,
      runs: [first, before, ...overloads.flatMap(({ beside, over, after }) => [beside, over, after]), again],
      verdicts: overloads.flatMap((each) => this.judge(each, this.good(peak), p95)),
    };
  }

  private async overload(times: number, peak: number, half: Pace): Promise<Overload> {
    const { askers, seconds, connections } = this.options;
    const surplus = { perSecond: (times - 1) * peak, bodies: this.bank.fresh(1000), seconds, connections, seed: times };
    const beside = await besideBareDoor(surplus, () =>
      this.ask(`peak beside what a bare server refuses of ${times} times`, { model: 'closed', askers }, seconds),
    );
    const over = await this.ask(`${times} times`, at(times * peak), seconds);
    const after = await this.ask(`half of it, after ${times} times`, half, bars.normalWithin + 3);
    return { times, beside, over, after };
  }

  private judge({ times, beside, over: { run }, after }: Overload, peak: number, p95: number): Verdict[] {
    const [good, most] = [this.good({ run }), this.good(beside)];
    const { count, p50, p99, max } = distributionOf(Histogram.of(run.refusals));
    const normal = secondsUntilNormal(after.run.seconds, { p95 });
    const figures = `${good.toFixed(0)} of ${peak.toFixed(0)} answers a second, ${percent(good, peak)}`;
    const same = `of the ${most.toFixed(0)} that are left where a bare server refuses the surplus ${percent(good, most)}`;
    const refusals = `${count} refused, p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, max ${max.toFixed(1)} ms`;
    return [
      verdict(`R10 at ${times} times: goodput >= 90 % of the peak`, good >= bars.goodput * peak, `${figures}; ${same}`),
      verdict(
        `R10 at ${times} times: refused within 50 ms with Retry-After (99 of 100)`,
        count > 0 && p99 <= bars.refusalMs && errorsOf(run) === 0,
        `${refusals}; ${errorsOf(run)} failed without ${JSON.stringify(run.problems)}`,
      ),
      verdict(
        `R10 after ${times} times: normal again within 10 s`,
        normal !== null && normal <= bars.normalWithin,
        normal === null ? 'never' : `after ${normal} s`,
      ),
    ];
  }

  private ask(name: string, pace: Pace, seconds: number): Promise<Costed> {
    const most = pace.model === 'open' ? pace.perSecond : mostPerSecond;
    const bodies = this.bank.fresh(Math.ceil(most * seconds * 1.2));
    const plan = { bodies, asking: { draw: 'in turn' }, pace, seconds } as const;
    return costed(this.session.processes, () => this.session.run(name, plan));
  }

  private good({ run }: { readonly run: NamedRun }): number {
    const { seconds } = this.options;
    return goodput(run.seconds, Math.min(settles, seconds / 2), seconds);
  }
}
