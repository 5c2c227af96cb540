import { parseArgs } from 'node:util';
import { projectFolder } from '#backing-services';
import { Mesh } from '#testing/mesh';
import { auditLines } from './audit/audit-log.js';
import { isWhole } from './audit/compare-ids.js';
import { printMachine } from './load/report.js';
import { serverVersions } from './load/server-versions.js';
import { linesOfTable, plotsOfRuns, tableOfProcesses, tableOfRuns, type NamedRun } from './open-load/load-report.js';
import { LoadSession } from './open-load/load-session.js';
import { readQuestionBank } from './open-load/question-bank.js';
import { tableOfCosts } from './overload/costs.js';
import { emergenciesBeside } from './overload/emergencies-beside.js';
import { OverloadDrill } from './overload/measure-overload.js';
import { saveResult, type Plot } from './results/result.js';
import { sayVerdicts, verdict } from './results/verdicts.js';
import { takeGiven } from './servers/take-given.js';
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
    connections: { type: 'string', default: '1000' },
    'into-existing': { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const [askers, connections] = [Number(values.askers), Number(values.connections)];
const seed = 1;

const goodputOf = (runs: readonly NamedRun[]): Plot => ({
  title: 'Answers and refusals in each second',
  x: { label: 'seconds since the start', scale: 'linear' },
  y: { label: 'in a second', scale: 'linear' },
  lines: runs.flatMap(({ name, seconds: each }) => [
    { name: `${name}: answered`, points: each.map(({ at, answered }): [number, number] => [at, answered]) },
    { name: `${name}: refused`, points: each.map(({ at, refused }): [number, number] => [at, refused]) },
  ]),
});

await takeGiven(values['into-existing']);
const bank = readQuestionBank(projectFolder(), seed);
const mesh = await Mesh.start();
const session = await LoadSession.open(mesh, { keys: 6, connections, seed, say: (line) => console.log(line) });

try {
  const versions = await serverVersions(mesh.run);
  printMachine(versions);
  const workload = [
    `fresh questions, open model with Poisson arrivals, ${seconds} s each, at most ${connections} connections; clients that were refused do not wait as they are told, and do not ask again`,
    `the peak is what ${askers} askers get who each wait for their answer, and as they are told when they are refused; it is looked for before and after, and the higher one counts; only answers from sources count as goodput`,
  ];
  workload.forEach((line) => console.log(`workload: ${line}`));
  const watch = new ProcessWatch(session.processes);
  const begun = performance.now();
  const emergencies = emergenciesBeside(mesh);
  const measured = await new OverloadDrill(session, bank, { seconds, askers, connections, times: [2, 5] }).run();
  const reported = await emergencies();
  const watched = watch.stop();
  const ran = (performance.now() - begun) / 1000;
  const runs = measured.runs.map(({ run }) => run);
  const audit = await session.audit();
  const verdicts = [
    ...measured.verdicts,
    verdict(
      'no emergency was refused',
      reported.missed === 0,
      `${reported.asked} reported, ${reported.missed} missed, the longest took ${reported.longestMs.toFixed(0)} ms`,
    ),
    verdict(
      'what may be an emergency was answered, or refused with the card',
      reported.withoutCard === 0,
      `${reported.asked} asked, ${reported.turnedAway} refused, ${reported.withoutCard} without the card`,
    ),
    verdict('0 lost, 0 twice', isWhole(audit.answers), auditLines(audit)[0]!),
  ];
  const requests = runs.reduce((sum, { due }) => sum + due, 0);
  const tables = [
    tableOfRuns(runs),
    tableOfCosts(measured.runs, measured.peak),
    tableOfProcesses('Processes', watched, { seconds: ran, requests }),
  ];
  for (const table of tables) linesOfTable(table).forEach((line) => console.log(line));
  sayVerdicts(verdicts);
  saveResult(projectFolder(), {
    name: 'overload',
    command: `npm run drill:overload -- ${process.argv.slice(2).join(' ')}`.trim(),
    versions: { node: process.version, ...versions },
    workload,
    tables,
    plots: [goodputOf(runs), ...plotsOfRuns(runs)],
    verdicts,
  });
} finally {
  await session.close();
  await mesh.remove();
}
