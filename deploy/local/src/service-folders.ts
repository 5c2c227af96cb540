import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface ServiceFolder {
  readonly name: string;
  readonly main: string;
  /** A mesh without one of its assistants is a mesh; without its gateway it is none. */
  readonly required: boolean;
}

const subfolders = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
    : [];

function withMain(folder: string, names: readonly string[], required: boolean): ServiceFolder[] {
  return names
    .map((name) => ({ name, main: join(folder, name, 'src', 'main.js'), required }))
    .filter(({ main }) => existsSync(main));
}

/** Every service below the built `apps`: found, not registered. Test and benchmark projects are called `mesh-*`. */
export function findServices(apps: string): ServiceFolder[] {
  const services = subfolders(apps).filter((name) => name !== 'assistants' && !name.startsWith('mesh-'));
  const assistants = join(apps, 'assistants');
  return [...withMain(apps, services, true), ...withMain(assistants, subfolders(assistants), false)];
}

/** The migrations to run before the services, the log's first because the others may stand on it. */
export function findMigrations(apps: string): { name: string; script: string }[] {
  const folders = [
    ...subfolders(apps).map((name) => ({ name, folder: join(apps, name) })),
    ...subfolders(join(apps, 'assistants')).map((name) => ({ name, folder: join(apps, 'assistants', name) })),
  ];
  return folders
    .map(({ name, folder }) => ({ name, script: join(folder, 'src', 'migrate.js') }))
    .filter(({ script }) => existsSync(script))
    .sort((one, other) => Number(other.name === 'metrics') - Number(one.name === 'metrics'));
}

/** Every assistant's procedures, as they lie in the source tree. */
export const findSopFolders = (sourceApps: string): string[] =>
  subfolders(join(sourceApps, 'assistants'))
    .map((name) => join(sourceApps, 'assistants', name, 'sops'))
    .filter((folder) => existsSync(folder));
