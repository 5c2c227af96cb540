import type { Migration } from '#platform/database';
import { logAppend, logPermissions, logTransactions } from './log-functions.js';
import { logImmutability, logPartitions, logTables } from './log-tables.js';

/** The schema these migrations belong to: `migrate({ url, schema: logSchema, migrations: logMigrations })`. */
export const logSchema = 'log';

export const logMigrations: readonly Migration[] = [
  {
    at: 1795374000000,
    name: 'create-log',
    sql: logTables + logImmutability + logPartitions + logTransactions + logAppend + logPermissions,
  },
];
