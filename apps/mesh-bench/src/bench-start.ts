import { projectFolder } from '#backing-services';
import { printMachine } from './load/report.js';
import { linesOfTable } from './open-load/load-report.js';
import { saveResult, type Table } from './results/result.js';
import { sayVerdicts, verdict } from './results/verdicts.js';
import { installedTree } from './start/installed-tree.js';
import { timeStart, type TimedStart } from './start/timed-start.js';

/**
 * `npm run bench:start` (P9): `npm start` on a tree where `npm ci` was run, with nothing built and nothing kept, from the command
 * until the first answer from a source came by HTTP; the same again with what the first start kept; and what all processes hold.
 * Ends with 1 when a bar is missed.
 */
const mostSeconds = 20;
const mostMib = 1536;
const question = 'What does it cost to rent a bay on weekends?';

const rowOf = (name: string, { answeredAfter, readyAfter, held }: TimedStart): Table['rows'][number] => [
  name,
  ...[answeredAfter, readyAfter].map((seconds) => Number(seconds.toFixed(1))),
  ...[held.residentMib, held.processorSeconds, held.processes].map(Math.round),
];

const root = projectFolder();
const tree = installedTree(root);
try {
  const versions = { node: process.version };
  printMachine(versions);
  console.log(`workload: npm start until "${question}" is answered from a source, asked ten times a second`);
  console.log('… the first start');
  const first = await timeStart(tree.path, question);
  first.said.forEach((line) => console.log(`    ${line}`));
  console.log('… the second start');
  const second = await timeStart(tree.path, question);
  const table: Table = {
    title: 'Starts',
    columns: ['start', 'first answer s', 'ready s', 'resident MiB', 'processor s', 'processes'],
    rows: [rowOf('nothing built, nothing kept', first), rowOf('the second one', second)],
  };
  linesOfTable(table).forEach((line) => console.log(line));
  const highest = Math.max(first.held.residentMib, second.held.residentMib);
  const verdicts = [
    verdict(
      `P9 first answer <= ${mostSeconds} s`,
      first.answeredAfter <= mostSeconds,
      `${first.answeredAfter.toFixed(1)} s`,
    ),
    verdict('P9 the whole mesh <= 1.5 GB', highest <= mostMib, `${highest.toFixed(0)} MiB`),
  ];
  saveResult(root, {
    name: 'start',
    command: 'npm run bench:start',
    versions,
    workload: [question],
    tables: [table],
    plots: [],
    verdicts,
  });
  sayVerdicts(verdicts);
} finally {
  tree.remove();
}
