import type { NamedRun } from '../open-load/load-report.js';
import type { Table } from '../results/result.js';
import { sampleProcess } from '../watch/process-sample.js';

/** A run with the seconds of processor time that each process used meanwhile, by name. */
export interface Costed {
  readonly run: NamedRun;
  readonly used: Readonly<Record<string, number>>;
}

const gateway = 'gateway';
const generator = 'load generator';

function usedBy(processes: Readonly<Record<string, number>>): Record<string, number> {
  const samples = Object.entries(processes).map(([name, pid]) => [name, sampleProcess(pid)?.processorSeconds ?? 0]);
  return Object.fromEntries(samples) as Record<string, number>;
}

/** Runs something, and looks at what it costs. @param processes pid by name */
export async function costed(
  processes: Readonly<Record<string, number>>,
  work: () => Promise<NamedRun>,
): Promise<Costed> {
  const before = usedBy(processes);
  const run = await work();
  const after = usedBy(processes);
  const used = Object.entries(after).map(([name, seconds]) => [name, seconds - (before[name] ?? 0)]);
  return { run, used: Object.fromEntries(used) as Record<string, number> };
}

const answersOf = ({ run: { fates } }: Costed): number => fates.answered + fates.other;

/** Milliseconds of the gateway's processor time for an answer, where nothing else is done. */
export const msOfAnswer = (peak: Costed): number => (1000 * (peak.used[gateway] ?? 0)) / Math.max(1, answersOf(peak));

/** Of a run; where fewer were refused, what they cost is lost in what the answers did. */
const leastRefused = 0.2;

/** The same for a refusal: what is left when each answer costs what it does at the peak; null where few were refused. */
export function msOfRefusal(over: Costed, peak: Costed): number | null {
  const { refused } = over.run.fates;
  if (refused < leastRefused * over.run.due) return null;
  return (1000 * (over.used[gateway] ?? 0) - answersOf(over) * msOfAnswer(peak)) / refused;
}

const fixed = (value: number | null, digits: number): number | null =>
  value === null ? null : Number(value.toFixed(digits));

/** A row for each run: who used the processors, and what an answer, a refusal and a request of the generator cost. */
export function tableOfCosts(runs: readonly Costed[], peak: Costed): Table {
  const columns = ['run', 'cores used', 'gateway', 'generator', 'ms an answer', 'ms a refusal', 'ms a request of it'];
  const rows = runs.map((each): (string | number | null)[] => {
    const { run, used } = each;
    const cores = (seconds: number): number | null => fixed(seconds / run.took, 2);
    return [
      run.name,
      cores(Object.values(used).reduce((sum, seconds) => sum + seconds, 0)),
      cores(used[gateway] ?? 0),
      cores(used[generator] ?? 0),
      each === peak ? fixed(msOfAnswer(each), 2) : null,
      fixed(msOfRefusal(each, peak), 3),
      fixed((1000 * (used[generator] ?? 0)) / Math.max(1, run.due), 3),
    ];
  });
  return {
    title: 'Processors: cores of the gateway and of the load generator, and what one costs them',
    columns,
    rows,
  };
}
