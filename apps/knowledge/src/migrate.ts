import { databaseSettings, settingsOrExit } from '#platform/config';
import { migrate } from '#platform/database';
import { knowledgeMigrations, knowledgeSchema } from './storage/migrations.js';

const { DATABASE_URL } = settingsOrExit({ DATABASE_URL: databaseSettings.DATABASE_URL });
const applied = await migrate({ url: DATABASE_URL, schema: knowledgeSchema, migrations: knowledgeMigrations });
process.stdout.write(`knowledge: ${applied.length === 0 ? 'up to date' : applied.join(', ')}\n`);
