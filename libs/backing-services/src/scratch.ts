import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Scratch {
  readonly path: string;
  remove(): void;
}

/** A folder for one run, below the system's temporary folder, which every user can reach. */
export function scratchFolder(name: string): Scratch {
  const path = mkdtempSync(join(tmpdir(), `clubos-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The folder that is given, made when it is missing and kept afterwards; or a scratch folder. */
export function folderOrScratch(given: string | undefined, name: string): Scratch {
  if (given === undefined) return scratchFolder(name);
  mkdirSync(given, { recursive: true });
  return { path: given, remove: () => undefined };
}
