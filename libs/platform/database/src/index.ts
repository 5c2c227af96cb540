export { createDatabase } from './pg-database.js';
export type {
  Database,
  DatabaseSettings,
  DatabaseStatistics,
  Isolation,
  QueryOptions,
  Row,
  Transaction,
  TransactionOptions,
} from './database.js';
export { KeptTexts, keptTextsTable } from './kept-texts.js';
export { migrate, type MigrateOptions, type Migration } from './migrate.js';
export { SqlError } from './sql-error.js';
