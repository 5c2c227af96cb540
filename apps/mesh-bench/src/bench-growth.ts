import { parseArgs } from 'node:util';
import { projectFolder, startPostgres, type BackingService } from '#backing-services';
import { logMigrations, logSchema } from '#event-store';
import { createDatabase, migrate, type Database } from '#platform/database';
import { compareGrowth, mostGrowth, type Growth } from './growth/compare-growth.js';
import { fillers, fillEvents, months, type FilledLog } from './growth/fill-events.js';
import { growthOperations } from './growth/growth-reads.js';
import { dropBeside, makeBeside } from './growth/beside.js';
import { printMachine } from './load/report.js';
import { linesOfTable } from './open-load/load-report.js';
import { seededRandom } from './open-load/random.js';
import { takeGiven } from './servers/take-given.js';
import { machine, saveResult, type Table } from './results/result.js';
import { sayVerdicts, shortOf, verdict } from './results/verdicts.js';

/**
 * `npm run bench:growth` (P8): what the services send to the log, on a log of 100,000 events and on one of 10 million, in turns in
 * one run on one server: PostgreSQL as Debian starts it, or that of DATABASE_URL. Ends with 1 when something takes more than
 * 1.5 times as long on the large one.
 */
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    base: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '60' },
    'into-existing': { type: 'boolean', default: false },
  },
});
const [events, base, rounds] = [values.events, values.base, values.rounds].map(Number) as [number, number, number];
const mission = 10_000_000;
const hour = 3_600_000;

const open = (url: string): Database =>
  createDatabase({
    url,
    applicationName: 'bench growth',
    maxConnections: fillers,
    statementTimeoutMs: hour,
    connectionTimeoutMs: 10_000,
  });

/** A log of so many events in a database of its own. */
async function filled(serverUrl: string, name: string, count: number): Promise<[Database, FilledLog]> {
  const url = await makeBeside(serverUrl, name);
  await migrate({ url, schema: logSchema, migrations: logMigrations });
  const database = open(url);
  const begun = performance.now();
  let said = 0;
  const log = await fillEvents(database, count, (done) => {
    if (done - said < count / 5 || count < 1_000_000) return;
    said = done;
    console.log(`… ${done.toLocaleString('en-US')} events, ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  });
  const [size] = await database.query<{ size: string }>(
    'select pg_size_pretty(pg_database_size(current_database())) as size',
  );
  console.log(
    `${name}: ${count.toLocaleString('en-US')} events in ${months} months, ${size!.size}, filled in ${((performance.now() - begun) / 1000).toFixed(0)} s`,
  );
  return [database, log];
}

const tableOf = (growths: readonly Growth[]): Table => ({
  title: 'Milliseconds',
  columns: ['what', 'small p50', 'large p50', 'ratio', 'small p95', 'large p95'],
  rows: growths.map(({ name, small, large, ratio, smallP95, largeP95 }) => [
    name,
    ...[small, large, ratio, smallP95, largeP95].map((value) => Number(value.toFixed(2))),
  ]),
});

const { databaseUrl } = await takeGiven(values['into-existing']);
const server: BackingService | null = databaseUrl === undefined ? await startPostgres() : null;
const serverUrl = databaseUrl ?? server!.url;
const names = ['clubos_growth_small', 'clubos_growth_large'] as const;
const databases: Database[] = [];
try {
  const [small, smallLog] = await filled(serverUrl, names[0], base);
  databases.push(small);
  const [large, largeLog] = await filled(serverUrl, names[1], events);
  databases.push(large);
  const [about] = await small.query<{ version: string; fsync: string; buffers: string }>(
    `select current_setting('server_version') as version, current_setting('fsync') as fsync, current_setting('shared_buffers') as buffers`,
  );
  const versions = { PostgreSQL: about!.version };
  printMachine(versions);
  const workload = [
    `${base.toLocaleString('en-US')} events beside ${events.toLocaleString('en-US')}, both in ${months} monthly partitions, ${rounds} rounds in turns, one client; fsync ${about!.fsync}, shared_buffers ${about!.buffers}, other settings the server's own; ${machine().memoryGiB} GiB of memory`,
  ];
  workload.forEach((line) => console.log(`workload: ${line}`));
  const growths = await compareGrowth(
    growthOperations(small, smallLog, seededRandom(1)),
    growthOperations(large, largeLog, seededRandom(1)),
    { rounds, warmUp: 10 },
  );
  const table = tableOf(growths);
  linesOfTable(table).forEach((line) => console.log(line));
  const short = shortOf(events, mission, 'events');
  const verdicts = growths.map(({ name, ratio }) =>
    verdict(`P8 ${name}: <= ${mostGrowth} times`, ratio <= mostGrowth, ratio.toFixed(2), short),
  );
  sayVerdicts(verdicts);
  saveResult(projectFolder(), {
    name: 'growth',
    command: `npm run bench:growth -- ${process.argv.slice(2).join(' ')}`.trim(),
    versions: { node: process.version, ...versions },
    workload,
    tables: [table],
    plots: [],
    verdicts,
  });
} finally {
  for (const database of databases) await database.close();
  if (server === null) for (const name of names) await dropBeside(serverUrl, name);
  await server?.stop();
}
