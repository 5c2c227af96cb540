import { projectFolder } from '#backing-services';
import { printMachine } from './load/report.js';
import { linesOfTable } from './open-load/load-report.js';
import { saveResult, type Table } from './results/result.js';
import { sayVerdicts, verdict } from './results/verdicts.js';
import { installedTree } from './start/installed-tree.js';
import { timeStart } from './start/timed-start.js';

/**
 * `npm run bench:start` (P9): `npm start` on an installed tree where nothing was built and nothing is kept, from the command
 * until the first answer from a source came by HTTP, and what the mesh holds then. Ends with 1 when a bar is missed.
 */
const mostSeconds = 20;
const mostMib = 1536;
const question = 'What does it cost to rent a bay on weekends?';

const root = projectFolder();
const tree = await installedTree(root);
try {
  const versions = { node: process.version };
  printMachine(versions);
  console.log(`workload: npm start until "${question}" is answered from a source, asked ten times a second`);
  const start = await timeStart(tree.path, question);
  start.said.forEach((line) => console.log(`    ${line}`));
  const table: Table = {
    title: 'The first start',
    columns: ['first answer s', 'ready s', 'mesh MiB', 'processes', 'with npm MiB', 'processor s'],
    rows: [
      [
        ...[start.answeredAfter, start.readyAfter].map((seconds) => Number(seconds.toFixed(1))),
        ...[start.mesh.residentMib, start.mesh.processes, start.all.residentMib, start.mesh.processorSeconds].map(
          Math.round,
        ),
      ],
    ],
  };
  linesOfTable(table).forEach((line) => console.log(line));
  const verdicts = [
    verdict(
      `P9 first answer <= ${mostSeconds} s`,
      start.answeredAfter <= mostSeconds,
      `${start.answeredAfter.toFixed(1)} s`,
    ),
    verdict(
      'P9 the whole mesh <= 1.5 GB',
      start.mesh.residentMib <= mostMib,
      `${start.mesh.residentMib.toFixed(0)} MiB`,
    ),
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
