import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runScript } from './run-script.js';
import { withProgress, type Say } from './say.js';
import { findMigrations, findSopFolders } from './service-folders.js';

export interface DataOptions {
  /** The built `apps`. */
  readonly apps: string;
  /** The `apps` of the source tree, where the procedures are. */
  readonly sourceApps: string;
  readonly logs: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: Say;
  readonly signal: AbortSignal;
}

const migrateWithinMs = 120_000;
const importWithinMs = 300_000;

/** Brings every schema up to date, the log's first, and then the procedures of the club into the knowledge service. */
export async function prepareData({ apps, sourceApps, logs, env, say, signal }: DataOptions): Promise<void> {
  const common = { env, signal };
  for (const { name, script } of findMigrations(apps)) {
    const logFile = join(logs, `migrate-${name}.log`);
    const migrate = () => runScript({ ...common, name: `migrate ${name}`, script, logFile, withinMs: migrateWithinMs });
    const words = await withProgress(say, `Migrating ${name}`, migrate);
    if (words !== '') say(`  ${words}`);
  }
  const script = join(apps, 'knowledge', 'src', 'import.js');
  if (!existsSync(script)) return;
  const options = {
    name: 'import the SOPs',
    script,
    args: findSopFolders(sourceApps),
    logFile: join(logs, 'import.log'),
  };
  const importSops = () => runScript({ ...common, ...options, withinMs: importWithinMs });
  const words = await withProgress(say, "Importing the club's SOPs", importSops);
  for (const line of words.split('\n')) say(`  ${line}`);
}
