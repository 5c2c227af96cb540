import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runScript } from './run-script.js';
import { withProgress, type Say } from './say.js';
import { findMigrations, findSopFolders } from './service-folders.js';

interface DataOptions {
  /** The built `apps`. */
  readonly apps: string;
  /** The `apps` of the source tree, where the procedures are. */
  readonly sourceApps: string;
  readonly logs: string;
  /** What the scripts of a service are told. */
  readonly env: (service: string) => Readonly<Record<string, string | undefined>>;
  readonly say: Say;
  readonly signal: AbortSignal;
}

const migrateWithinMs = 120_000;
const importWithinMs = 300_000;

/** Brings every schema up to date, the log's first because the others may stand on it. */
export async function migrateData({ apps, logs, env, say, signal }: DataOptions): Promise<void> {
  const migrations = findMigrations(apps);
  if (migrations.length === 0) return;
  const names = migrations.map(({ name }) => name).join(', ');
  const options = {
    // Of the environment what every service gets, and nothing that one of them declares.
    env: env('migrations'),
    signal,
    name: `migrate ${names}`,
    script: fileURLToPath(new URL('../migrate-all.mjs', import.meta.url)),
    args: migrations.map(({ script }) => script),
    logFile: join(logs, 'migrate.log'),
    shown: migrations.length,
  };
  const migrate = () => runScript({ ...options, withinMs: migrateWithinMs });
  const words = await withProgress(say, `Migrating ${names}`, migrate);
  for (const line of words.split('\n')) if (line !== '') say(`  ${line}`);
}

/** Brings the procedures of the club into the knowledge service. */
export async function importProcedures({ apps, sourceApps, logs, env, say, signal }: DataOptions): Promise<void> {
  const script = join(apps, 'knowledge', 'src', 'import.js');
  if (!existsSync(script)) return;
  const options = {
    env: env('knowledge'),
    signal,
    name: 'import the SOPs',
    script,
    args: findSopFolders(sourceApps),
    logFile: join(logs, 'import.log'),
  };
  const importSops = () => runScript({ ...options, withinMs: importWithinMs });
  const words = await withProgress(say, "Importing the club's SOPs", importSops);
  for (const line of words.split('\n')) say(`  ${line}`);
}
