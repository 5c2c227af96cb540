import type { Database, Migration } from '#platform/database';
import { logAppend, logMentions, logPermissions, logTransactions } from './log-functions.js';
import { logImmutability, logPartitions, logTables } from './log-tables.js';

/** The schema these migrations belong to: `migrate({ url, schema: logSchema, migrations: logMigrations })`. */
export const logSchema = 'log';

export const logMigrations: readonly Migration[] = [
  {
    at: 1795374000000,
    name: 'create-log',
    sql: logTables + logImmutability + logPartitions + logTransactions + logAppend + logPermissions,
  },
  { at: 1795407600000, name: 'find-events-by-what-they-mention', sql: logMentions },
];

/** How many months ahead have a partition at least. */
export const monthsAhead = 3;

/**
 * To be called after the migrations at every start, by the role that ran them: lets a log that was restored into another
 * cluster go on (see `log.adopt_cluster`), and makes the partitions of the next months.
 */
export async function prepareLog(database: Database): Promise<void> {
  await database.query('select log.adopt_cluster()');
  await ensurePartitions(database);
}

/** Makes the partitions of the next months that are not there yet; returns their names. */
export async function ensurePartitions(database: Database): Promise<string[]> {
  const made = await database.query<{ name: string }>('select name from log.ensure_partitions($1) as name', [
    monthsAhead,
  ]);
  return made.map(({ name }) => name);
}
