import type { Plot, Table } from '../results/result.js';
import type { Watched } from '../watch/process-watch.js';
import { distributionOf, Histogram } from './histogram.js';
import type { LoadRun } from './run-load.js';

/** A run with its name, for people. */
export interface NamedRun extends LoadRun {
  readonly name: string;
}

/** Whole answers a second, of any outcome. */
export const answersPerSecond = ({ fates, took }: LoadRun): number => (fates.answered + fates.other) / took;

const columns = ['run', 'answers/s', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms', 'late p99', 'other', 'refused', 'errors'];
const fixed = (value: number, digits: number): number => Number((Number.isNaN(value) ? 0 : value).toFixed(digits));

export const errorsOf = ({ fates }: Pick<LoadRun, 'fates'>): number => fates.failed + fates.unreachable;

function rowOf(run: NamedRun): (string | number)[] {
  const { p50, p95, p99, max } = distributionOf(Histogram.of(run.asks));
  const late = Histogram.of(run.late).quantile(0.99);
  const { other, refused } = run.fates;
  const times = [p50, p95, p99, max, late].map((value) => fixed(value, 1));
  return [run.name, fixed(answersPerSecond(run), 0), ...times, other, refused, errorsOf(run)];
}

/** A row for each run: times from when a question was due until its whole answer was there. */
export const tableOfRuns = (runs: readonly NamedRun[]): Table => ({ title: 'Runs', columns, rows: runs.map(rowOf) });

/** @param requests that were served meanwhile, which the processor time of each process is shared among */
export function tableOfProcesses(
  title: string,
  watched: readonly Watched[],
  { seconds, requests }: { readonly seconds: number; readonly requests: number },
): Table {
  return {
    title,
    columns: ['process', 'cores used', 'ms each', 'highest MiB', 'growth MiB/min'],
    rows: watched.map(({ name, processorSeconds, highestMib, slopeMibPerMinute }) => [
      name,
      fixed(processorSeconds / seconds, 2),
      fixed((1000 * processorSeconds) / Math.max(1, requests), 3),
      highestMib,
      slopeMibPerMinute,
    ]),
  };
}

/** A table as lines of text. */
export function linesOfTable({ columns: heads, rows }: Table): string[] {
  const texts = [heads, ...rows.map((row) => row.map((cell) => String(cell ?? '')))];
  const first = Math.max(...texts.map((row) => row[0]!.length));
  return texts.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(first + 1) : cell.padStart(Math.max(9, heads[at]!.length + 2))))
      .join(''),
  );
}

const shares = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999, 1];

/** Which share is answered within which time; and what happened second by second. */
export function plotsOfRuns(runs: readonly NamedRun[]): Plot[] {
  const distribution = runs.map(({ name, asks }) => {
    const histogram = Histogram.of(asks);
    const points = shares.map((share): [number, number] => [fixed(histogram.quantile(share), 3), share * 100]);
    return { name, points: histogram.count === 0 ? [] : points };
  });
  const bySecond = (what: (second: LoadRun['seconds'][number]) => number | null) => (run: NamedRun) => ({
    name: run.name,
    points: run.seconds.flatMap((second): [number, number][] => {
      const value = what(second);
      return value === null ? [] : [[second.at, fixed(value, 2)]];
    }),
  });
  const second = { label: 'seconds since the start', scale: 'linear' } as const;
  return [
    {
      title: 'Latency: which share was answered within',
      x: { label: 'ms, from when it was due', scale: 'log' },
      y: { label: '% of the questions', scale: 'linear' },
      lines: distribution,
    },
    {
      title: 'Latency over time, p99 of each second',
      x: second,
      y: { label: 'ms', scale: 'log' },
      lines: runs.map(bySecond(({ p99 }) => p99)),
    },
    {
      title: 'Rate: whole answers in each second',
      x: second,
      y: { label: 'answers/s', scale: 'linear' },
      lines: runs.map(bySecond(({ done }) => done)),
    },
    {
      title: 'Requests that waited for a connection of the generator',
      x: second,
      y: { label: 'requests', scale: 'linear' },
      lines: runs.map(bySecond(({ queued }) => queued)),
    },
  ];
}

export const plotOfMemory = (title: string, watched: readonly Watched[]): Plot => ({
  title,
  x: { label: 'seconds since the start', scale: 'linear' },
  y: { label: 'MiB resident', scale: 'linear' },
  lines: watched.map(({ name, memory }) => ({ name, points: memory.map(([second, mib]) => [second, mib]) })),
});
