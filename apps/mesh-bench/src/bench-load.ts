import { parseArgs } from 'node:util';
import { projectFolder } from '#backing-services';
import { Mesh } from '#testing/mesh';
import { auditLines } from './audit/audit-log.js';
import { isWhole } from './audit/compare-ids.js';
import { printMachine } from './load/report.js';
import { serverVersions } from './load/server-versions.js';
import { linesOfTable, plotOfMemory, plotsOfRuns, tableOfProcesses, tableOfRuns } from './open-load/load-report.js';
import { LoadSession } from './open-load/load-session.js';
import { findHighestRate, measureDay, measureFresh, measureRepeated, type Measured } from './open-load/phases.js';
import { readQuestionBank } from './open-load/question-bank.js';
import { takeGiven } from './servers/take-given.js';
import { saveResult, type Verdict } from './results/result.js';
import { sayVerdicts, verdict } from './results/verdicts.js';

/**
 * `npm run bench:load`: the whole mesh under questions that come when they are due, whatever became of those before. A latency
 * counts from when its question was due. It ends with 1 when a bar is missed or the auditor finds a record lost or doubled.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '1000' },
    phases: { type: 'string', default: 'P1,P2,P3' },
    arrivals: { type: 'string', default: 'poisson' },
    distinct: { type: 'string', default: '5000' },
    exponent: { type: 'string', default: '1' },
    keys: { type: 'string', default: '6' },
    connections: { type: 'string', default: '256' },
    seed: { type: 'string', default: '1' },
    search: { type: 'string', default: 'when-missed' },
    'into-existing': { type: 'boolean', default: false },
  },
});
const phases = values.phases.split(',');
const given = await takeGiven(values['into-existing']);
const options = {
  seconds: Number(values.seconds),
  rate: Number(values.rate),
  arrivals: values.arrivals === 'constant' ? 'constant' : 'poisson',
  distinct: Number(values.distinct),
  exponent: Number(values.exponent),
  embedded: given.databaseUrl === undefined,
} as const;
const workload = [
  `open model, ${options.arrivals} arrivals, latency from when a question was due; ${values.keys} API keys in turn, 3 sites, at most ${values.connections} connections, seed ${values.seed}`,
  `P3: ${options.distinct} different questions by Zipf's law with exponent ${options.exponent}, feedback on 10 % of the answers at once, ${options.rate}/s for ${options.seconds} s after a morning of 20 s each at a quarter and half of it; P1 and P2 ${Math.min(10, options.seconds)} s each`,
  'every request with its key, trace, sanitising, routing and record; P5 is measured by bench:streams',
];

const bank = readQuestionBank(projectFolder(), Number(values.seed));
const mesh = await Mesh.start();
const session = await LoadSession.open(mesh, {
  keys: Number(values.keys),
  connections: Number(values.connections),
  seed: Number(values.seed),
  say: (line) => console.log(line),
});
try {
  const versions = await serverVersions(mesh.run);
  printMachine(versions);
  workload.forEach((line) => console.log(`workload: ${line}`));
  const measured: Measured[] = [];
  if (phases.includes('P1')) measured.push(await measureRepeated(session, bank, options));
  if (phases.includes('P2')) measured.push(await measureFresh(session, bank, options));
  if (phases.includes('P3')) measured.push(await measureDay(session, bank, options));
  const day = phases.includes('P3') ? measured.at(-1)! : null;
  const missed = day !== null && day.verdicts.slice(0, 2).some(({ held }) => !held);
  const found =
    values.search === 'always' || (values.search === 'when-missed' && missed)
      ? await findHighestRate(session, bank, options, { seconds: Math.min(5, options.seconds), rounds: 6 })
      : null;

  const runs = [...measured.flatMap((each) => each.runs), ...(found?.runs ?? [])];
  const watched = day?.watched ?? [];
  const tables = [
    tableOfRuns(runs),
    ...(day
      ? [
          tableOfProcesses('Processes during P3, with processor time for each request', watched, {
            seconds: day.runs.at(-1)!.took,
            requests: day.runs.at(-1)!.due,
          }),
        ]
      : []),
  ];
  for (const table of tables) linesOfTable(table).forEach((line) => console.log(line));
  if (found) console.log(`the highest rate of P3 that was seen to hold (p95 <= 50 ms, no error): ${found.perSecond}/s`);
  const audit = await session.audit();
  const audited = auditLines(audit);
  audited.forEach((line) => console.log(line));
  const verdicts: Verdict[] = [
    ...measured.flatMap((each) => each.verdicts),
    verdict('0 lost, 0 twice', isWhole(audit.answers) && isWhole(audit.feedback), audited.join('; ')),
  ];
  sayVerdicts(verdicts);
  const notes = found ? [`the highest rate of P3 that was seen to hold: ${found.perSecond}/s`] : [];
  const shown = day
    ? [...day.runs, ...runs.filter(({ name }) => name.startsWith('P1 at') || name.startsWith('P2'))]
    : runs;
  saveResult(projectFolder(), {
    name: 'load',
    command: `npm run bench:load -- ${process.argv.slice(2).join(' ')}`.trim(),
    versions: { node: process.version, ...versions },
    workload: [...workload, ...notes],
    tables,
    plots: [...plotsOfRuns(shown), ...(day ? [plotOfMemory('Memory during P3', watched)] : [])],
    verdicts,
  });
} finally {
  await session.close();
  await mesh.remove();
}
