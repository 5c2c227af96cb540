import { logMigrations, logSchema } from '#event-store';
import { databaseSettings, settingsOrExit } from '#platform/config';
import { migrate } from '#platform/database';

const { DATABASE_URL } = settingsOrExit({ DATABASE_URL: databaseSettings.DATABASE_URL });
const applied = await migrate({ url: DATABASE_URL, schema: logSchema, migrations: logMigrations });
process.stdout.write(`log: ${applied.length === 0 ? 'up to date' : applied.join(', ')}\n`);
