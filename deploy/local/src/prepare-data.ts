import { existsSync } from 'node:fs';
import { join } from 'node:path';
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
  for (const { name, script } of findMigrations(apps)) {
    const logFile = join(logs, `migrate-${name}.log`);
    const migrate = () =>
      runScript({ env: env(name), signal, name: `migrate ${name}`, script, logFile, withinMs: migrateWithinMs });
    const words = await withProgress(say, `Migrating ${name}`, migrate);
    if (words !== '') say(`  ${words}`);
  }
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
