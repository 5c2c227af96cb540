import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail } from '#kernel';
import { installFromDebian, libraryFolders, type PackagedProgram } from './debian-packages.js';
import { ownFolder } from './project-folder.js';
import { runCommand } from './run-command.js';

export type ProgramName = 'nats-server' | 'redis-server' | 'postgres' | 'nginx';

/** Something to run: the file, and where its libraries are when they are not the system's. */
export interface Program {
  readonly command: string;
  readonly libraryPath: readonly string[];
}

/** What the dynamic linker has to be told, as assignments for `env`. */
export const libraryEnvironment = ({ libraryPath }: Program): string[] =>
  libraryPath.length > 0 ? [`LD_LIBRARY_PATH=${libraryPath.join(':')}`] : [];

interface FindOptions {
  /** Where packages are unpacked; `.clubos/packages` of this checkout by default. */
  readonly folder?: string;
  readonly onProgress?: (line: string) => void;
}

const packaged: Record<ProgramName, PackagedProgram> = {
  'nats-server': { name: 'nats-server', packages: ['nats-server'], path: 'usr/sbin/nats-server' },
  'redis-server': { name: 'redis-server', packages: ['redis-server', 'redis-tools'], path: 'usr/bin/redis-server' },
  nginx: { name: 'nginx', packages: ['nginx'], path: 'usr/sbin/nginx' },
  postgres: { name: 'postgresql', packages: ['postgresql-15'], path: 'usr/lib/postgresql/15/bin/postgres' },
};

/** Debian keeps the servers of PostgreSQL off the PATH, one folder for each major version; the newest comes first. */
function postgresFolders(): string[] {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return [];
  const versions = readdirSync(root).sort((one, other) => Number(other) - Number(one));
  return versions.map((version) => join(root, version, 'bin'));
}

async function onPath(name: ProgramName): Promise<string | undefined> {
  const { code, stdout } = await runCommand('sh', ['-c', 'command -v "$1"', 'sh', name]);
  return code === 0 ? stdout.trim() : undefined;
}

/** The program where this machine or this checkout already has it. */
async function installed(name: ProgramName): Promise<string | undefined> {
  const found = await onPath(name);
  if (found) return realpathSync(found);
  const folders = [...(name === 'postgres' ? postgresFolders() : ['/usr/sbin', '/usr/local/sbin']), ownFolder('bin')];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

const openToAll = (path: string): boolean =>
  path === '/' || ((!existsSync(path) || (statSync(path).mode & 0o001) !== 0) && openToAll(dirname(path)));

/**
 * PostgreSQL refuses to run as root, so root runs it as nobody; nobody cannot read packages below a closed home folder,
 * which is why they go elsewhere then.
 */
function packageFolder(name: ProgramName): string {
  const folder = ownFolder('packages');
  if (name !== 'postgres' || process.getuid?.() !== 0 || openToAll(folder)) return folder;
  const elsewhere = '/var/tmp/clubos-packages';
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
  const { uid } = lstatSync(elsewhere);
  if (uid !== 0) throw fail('unavailable', `${elsewhere} belongs to user ${uid}, so nothing is run from it.`);
  return elsewhere;
}

/**
 * Finds a server: on the PATH, where Debian puts it, in `.clubos/bin`, or unpacks Debian's package into the checkout.
 * @throws FailureError `unavailable` with one sentence when it is nowhere and cannot be fetched
 */
export async function findProgram(name: ProgramName, options: FindOptions = {}): Promise<Program> {
  const command = options.folder === undefined ? await installed(name) : undefined;
  if (command) return { command, libraryPath: [] };
  const { folder = packageFolder(name), onProgress } = options;
  const root = await installFromDebian(packaged[name], { folder, ...(onProgress && { onProgress }) });
  return { command: join(root, packaged[name].path), libraryPath: libraryFolders(root) };
}
