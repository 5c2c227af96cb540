import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail } from '#kernel';
import { askPostgres } from './ask-postgres.js';
import { startServer, type BackingService } from './backing-service.js';
import { findProgram, libraryEnvironment, type Program } from './programs.js';
import { lastLines, runCommand } from './run-command.js';
import { scratchFolder } from './scratch.js';

export interface PostgresOptions {
  /** The database on disk, made when it is missing; for this run only when absent. */
  readonly dataDir?: string;
  readonly port?: number;
  /** False (no fsync) is for tests only: a power cut may destroy the database, a killed process does not. True by default. */
  readonly durable?: boolean;
  readonly logFile?: string;
  readonly onProgress?: (line: string) => void;
}

type User = { readonly uid: number; readonly gid: number };

/** PostgreSQL refuses to run as root, so root runs it as nobody. */
const nobody: User = { uid: 65534, gid: 65534 };
const userOf = (): User | undefined => (process.getuid?.() === 0 ? nobody : undefined);

const passwordFile = (folder: string): string => `${folder}.password`;

/** Initialises a database in a draft folder, which gets its name when it is complete. */
async function initialise(folder: string, program: Program, user: User | undefined): Promise<void> {
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const password = passwordFile(folder);
  writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (user) for (const path of [draft, password]) chownSync(path, user.uid, user.gid);
  const initdb = [join(dirname(program.command), 'initdb'), '-D', draft, '-U', 'postgres', '--pwfile', password];
  const settings = ['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'];
  const environment = ['LC_ALL=C.UTF-8', ...libraryEnvironment(program)];
  const made = await runCommand('env', [...environment, ...initdb, ...settings], { cwd: '/', ...user });
  if (made.code !== 0) throw fail('unavailable', `PostgreSQL could not make a database: ${lastLines(made.stderr, 3)}`);
  renameSync(draft, folder);
}

/** A pid file of a server that was killed names a pid that may be anybody's by now; PostgreSQL would then refuse to start. */
function removeStalePid(folder: string): void {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const commandLine = join('/proc', readFileSync(file, 'utf8').split('\n')[0]!, 'cmdline');
  const runs = existsSync(commandLine) && readFileSync(commandLine, 'utf8').split('\0').includes(folder);
  if (!runs) rmSync(file);
}

/** Starts a PostgreSQL server (found or fetched) that knows only its superuser `postgres`, by password. */
export async function startPostgres(options: PostgresOptions = {}): Promise<BackingService> {
  const { durable = true, onProgress } = options;
  const program = await findProgram('postgres', onProgress ? { onProgress } : {});
  const user = userOf();
  const scratch = options.dataDir === undefined ? scratchFolder('postgres') : undefined;
  if (scratch && user) chownSync(scratch.path, user.uid, user.gid);
  const folder = options.dataDir ?? join(scratch!.path, 'data');
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(folder, program, user);
  const password = readFileSync(passwordFile(folder), 'utf8');
  const url = (port: number): string => `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  return startServer({
    name: 'postgres',
    port: options.port,
    logFile: options.logFile,
    startWithinMs: 60_000,
    stopSignal: 'SIGINT',
    stopWithinMs: 2_000,
    url,
    launch: (port, identity) => {
      removeStalePid(folder);
      const settings = [
        ...['listen_addresses=127.0.0.1', `port=${port}`, `cluster_name=${identity}`, 'unix_socket_directories='],
        // In the data folder, so that a killed server leaves nothing behind in /dev/shm.
        'dynamic_shared_memory_type=mmap',
        'max_connections=200',
        `fsync=${durable ? 'on' : 'off'}`,
      ];
      const args = ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])];
      return { program, args, cwd: '/', ...(user && { user }) };
    },
    isReady: async ({ port, identity }) => (await askPostgres(url(port), 'SHOW cluster_name')) === identity,
    ...(scratch && { cleanUp: () => scratch.remove() }),
  });
}
