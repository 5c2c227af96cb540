import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the project: the nearest folder above this file, source or built, that holds `package-lock.json`. */
export function projectFolder(from: string = fileURLToPath(import.meta.url)): string {
  let folder = dirname(from);
  while (!existsSync(join(folder, 'package-lock.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`No package-lock.json above ${from}`);
    folder = parent;
  }
  return folder;
}

/** What belongs to this checkout and not to git: packages, caches, data. */
export const ownFolder = (...path: readonly string[]): string => join(projectFolder(), '.clubos', ...path);
