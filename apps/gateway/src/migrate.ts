import { databaseSettings, settingsOrExit } from '#platform/config';
import { migrate } from '#platform/database';
import { gatewayMigrations, gatewaySchema } from './migrations/gateway-migrations.js';

const { DATABASE_URL } = settingsOrExit({ DATABASE_URL: databaseSettings.DATABASE_URL });
const applied = await migrate({ url: DATABASE_URL, schema: gatewaySchema, migrations: gatewayMigrations });
process.stdout.write(`gateway: ${applied.length === 0 ? 'up to date' : applied.join(', ')}\n`);
