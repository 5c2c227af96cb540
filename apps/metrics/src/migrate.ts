import { logMigrations, logSchema, prepareLog } from '#event-store';
import { databaseSettings, settingsOrExit } from '#platform/config';
import { createDatabase, migrate } from '#platform/database';

const { DATABASE_URL } = settingsOrExit({ DATABASE_URL: databaseSettings.DATABASE_URL });
const applied = await migrate({ url: DATABASE_URL, schema: logSchema, migrations: logMigrations });
const database = createDatabase({
  url: DATABASE_URL,
  applicationName: 'migrate log',
  maxConnections: 1,
  statementTimeoutMs: 60_000,
  connectionTimeoutMs: 5000,
});
try {
  await prepareLog(database);
} finally {
  await database.close();
}
process.stdout.write(`log: ${applied.length === 0 ? 'up to date' : applied.join(', ')}\n`);
