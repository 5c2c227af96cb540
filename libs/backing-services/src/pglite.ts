import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askPostgres } from './ask-postgres.js';
import { startServer, type BackingService } from './backing-service.js';
import type { MainArguments } from './pglite/main.js';
import { ownFolder, projectFolder } from './project-folder.js';
import { scratchFolder } from './scratch.js';
import { sourceFlags } from './source-flags.js';

export interface PgliteOptions {
  /** The folder of the database, made when it is missing; a folder for this run only when absent. */
  readonly dataDir?: string;
  readonly port?: number;
  readonly logFile?: string;
}

/** In a test this file is the source, and so is the child. */
const runsSource = import.meta.url.endsWith('.ts');
/**
 * Optimizing PostgreSQL's largest function takes half a gigabyte for a second. It goes back at once: of 280 MB that the process
 * kept in a long run, 80 were holes in what glibc holds for each thread.
 */
const allocator = ['MALLOC_ARENA_MAX=1', 'MALLOC_MMAP_THRESHOLD_=131072', 'MALLOC_TRIM_THRESHOLD_=131072'];
/**
 * A function is optimized once it has run a hundred times as much as V8 thinks is enough: by its own measure a start optimizes
 * 400 of them, three seconds of processor time, and by this 20, which are the ones that questions need.
 */
const flags = ['--wasm-tiering-budget=1300000000', '--max-semi-space-size=2'];
const child = fileURLToPath(new URL(runsSource ? './pglite/main.ts' : './pglite/main.js', import.meta.url));

/** A database that one version of PGlite initialised is not offered to another. */
function templateFolder(): string {
  const manifest = readFileSync(join(projectFolder(), 'node_modules/@electric-sql/pglite/package.json'), 'utf8');
  return ownFolder('cache', `pglite-${(JSON.parse(manifest) as { version: string }).version}`);
}

/**
 * Starts a process of its own with PGlite and pgvector, which any client of PostgreSQL can use. All clients share one
 * session: settings, roles, advisory locks and temporary tables are everybody's, transactions run one after the other, and
 * one that is left open without a word for 30 s is ended. `LISTEN`, cancel requests and `COPY FROM STDIN` are not there.
 */
export function startPglite(options: PgliteOptions = {}): Promise<BackingService> {
  const url = (port: number): string => `postgresql://postgres@127.0.0.1:${port}/postgres`;
  const template = templateFolder();
  const scratch = options.dataDir === undefined ? scratchFolder('pglite') : undefined;
  const dataDir = options.dataDir ?? join(scratch!.path, 'data');
  return startServer({
    name: 'pglite',
    port: options.port,
    logFile: options.logFile,
    startWithinMs: 60_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 2_000,
    url,
    launch: (port, identity) => {
      const given: MainArguments = { port, identity, dataDir, template };
      const node = [process.execPath, ...flags, ...(runsSource ? sourceFlags() : [])];
      const args = [...allocator, ...node, child, JSON.stringify(given)];
      return { program: { command: '/usr/bin/env', libraryPath: [] }, args };
    },
    isReady: async ({ port, identity }) => (await askPostgres(url(port), 'SHOW clubos.identity')) === identity,
    ...(scratch && { cleanUp: () => scratch.remove() }),
  });
}
