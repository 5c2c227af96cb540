import { parseArgs } from 'node:util';
import { projectFolder } from '#backing-services';
import { Mesh } from '#testing/mesh';
import { auditLines } from './audit/audit-log.js';
import { isWhole } from './audit/compare-ids.js';
import { printMachine } from './load/report.js';
import { serverVersions } from './load/server-versions.js';
import { distributionOf, Histogram } from './open-load/histogram.js';
import {
  errorsOf,
  linesOfTable,
  plotsOfRuns,
  tableOfProcesses,
  tableOfRuns,
  type NamedRun,
} from './open-load/load-report.js';
import { LoadSession } from './open-load/load-session.js';
import type { Pace } from './open-load/plan.js';
import { readQuestionBank } from './open-load/question-bank.js';
import { emergenciesBeside } from './overload/emergencies-beside.js';
import { goodput, secondsUntilNormal } from './overload/goodput.js';
import { takeGiven } from './servers/take-given.js';
import { saveResult, type Verdict } from './results/result.js';
import { sayVerdicts, verdict } from './results/verdicts.js';
import { ProcessWatch } from './watch/process-watch.js';

/**
 * `npm run drill:overload` (R10): what the mesh answers at most, then twice and five times as many fresh questions as that, from
 * clients that do not wait as they are told, then half again. Emergencies are reported all the while. Ends with 1 when a bar is
 * missed.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    askers: { type: 'string', default: '100' },
    connections: { type: 'string', default: '4000' },
    'into-existing': { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const seed = 1;
/** Seconds at the beginning in which it finds out how much it can do. */
const settles = Math.min(3, seconds / 2);
const bars = { goodput: 0.9, refusalMs: 50, normalWithin: 10 };

await takeGiven(values['into-existing']);
const bank = readQuestionBank(projectFolder(), seed);
const mesh = await Mesh.start();
const session = await LoadSession.open(mesh, {
  keys: 6,
  connections: Number(values.connections),
  seed,
  say: (line) => console.log(line),
});

const fresh = (name: string, pace: Pace, long: number): Promise<NamedRun> => {
  const most = pace.model === 'open' ? pace.perSecond : 4000;
  const bodies = bank.fresh(Math.ceil(most * long * 1.2));
  return session.run(name, { bodies, asking: { draw: 'in turn' }, pace, seconds: long });
};
const at = (perSecond: number): Pace => ({ model: 'open', perSecond, arrivals: 'poisson' });

try {
  const versions = await serverVersions(mesh.run);
  printMachine(versions);
  const workload = [
    `fresh questions, open model with Poisson arrivals, ${seconds} s each, at most ${values.connections} connections; clients that were refused do not wait as they are told, and do not ask again`,
    `the capacity is what ${values.askers} askers get who each wait for their answer, and as they are told when they are refused; only answers from sources count as goodput`,
  ];
  workload.forEach((line) => console.log(`workload: ${line}`));
  await fresh('warming up', { model: 'closed', askers: Number(values.askers) }, 5);
  const full = await fresh('capacity', { model: 'closed', askers: Number(values.askers) }, seconds);
  const peak = goodput(full.seconds, settles, seconds);
  const half = at(Math.max(1, Math.round(peak / 2)));
  const ordinary = await fresh('half of it, before', half, seconds);
  const p95 = Histogram.of(ordinary.asks).quantile(0.95);
  const watch = new ProcessWatch(session.processes);
  const begun = performance.now();
  const runs: NamedRun[] = [full, ordinary];
  const verdicts: Verdict[] = [];
  const emergencies = emergenciesBeside(mesh);
  for (const times of [2, 5]) {
    const over = await fresh(`${times} times`, at(Math.round(peak * times)), seconds);
    const after = await fresh(`half of it, after ${times} times`, half, bars.normalWithin + 3);
    runs.push(over, after);
    const good = goodput(over.seconds, settles, seconds);
    const { count, p50, p99, max } = distributionOf(Histogram.of(over.refusals));
    const normal = secondsUntilNormal(after.seconds, { p95 });
    verdicts.push(
      verdict(
        `R10 at ${times} times: goodput >= 90 % of the peak`,
        good >= bars.goodput * peak,
        `${good.toFixed(0)} of ${peak.toFixed(0)} answers a second, ${((100 * good) / peak).toFixed(0)} %`,
      ),
      verdict(
        `R10 at ${times} times: refused within 50 ms with Retry-After (99 of 100)`,
        count > 0 && p99 <= bars.refusalMs && errorsOf(over) === 0,
        `${count} refused, p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, max ${max.toFixed(1)} ms; ${errorsOf(over)} failed without ${JSON.stringify(over.problems)}`,
      ),
      verdict(
        `R10 after ${times} times: normal again within 10 s`,
        normal !== null && normal <= bars.normalWithin,
        normal === null ? 'never' : `after ${normal} s`,
      ),
    );
  }
  const reported = await emergencies();
  const watched = watch.stop();
  verdicts.push(
    verdict(
      'no emergency was refused',
      reported.missed === 0,
      `${reported.asked} reported, ${reported.missed} missed, the longest took ${reported.longestMs.toFixed(0)} ms`,
    ),
  );
  const audit = await session.audit();
  verdicts.push(verdict('0 lost, 0 twice', isWhole(audit.answers), auditLines(audit)[0]!));
  const ran = (performance.now() - begun) / 1000;
  const served = runs.slice(2).reduce((sum, { due }) => sum + due, 0);
  const tables = [
    tableOfRuns(runs),
    tableOfProcesses('Processes from the first overload on', watched, { seconds: ran, requests: served }),
  ];
  for (const table of tables) linesOfTable(table).forEach((line) => console.log(line));
  sayVerdicts(verdicts);
  const goodputs = {
    title: 'Answers and refusals in each second',
    x: { label: 'seconds since the start', scale: 'linear' },
    y: { label: 'in a second', scale: 'linear' },
    lines: runs.slice(2).flatMap(({ name, seconds: each }) => [
      {
        name: `${name}: answered`,
        points: each.map(({ at: second, answered }): [number, number] => [second, answered]),
      },
      { name: `${name}: refused`, points: each.map(({ at: second, refused }): [number, number] => [second, refused]) },
    ]),
  } as const;
  saveResult(projectFolder(), {
    name: 'overload',
    command: `npm run drill:overload -- ${process.argv.slice(2).join(' ')}`.trim(),
    versions: { node: process.version, ...versions },
    workload,
    tables,
    plots: [{ ...goodputs, lines: goodputs.lines.map((line) => ({ ...line })) }, ...plotsOfRuns(runs)],
    verdicts,
  });
} finally {
  await session.close();
  await mesh.remove();
}
