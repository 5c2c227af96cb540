import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Both are written by the initialisation of a database and by nothing else. */
const isDatabase = (folder: string): boolean =>
  existsSync(join(folder, 'PG_VERSION')) && existsSync(join(folder, 'global', 'pg_control'));

/**
 * Makes sure that `folder` holds a whole database. It is made beside its place and gets its name when it is complete, so
 * that a start that was cut short leaves nothing that looks like one. What is there and is no database is set aside, never
 * deleted.
 */
export async function ensureDatabase(
  folder: string,
  create: (draft: string) => Promise<void>,
  say: (line: string) => void,
): Promise<void> {
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  if (isDatabase(folder)) return;
  mkdirSync(dirname(folder), { recursive: true });
  if (existsSync(folder)) setAside(folder, say);
  await create(draft);
  renameSync(draft, folder);
}

function setAside(folder: string, say: (line: string) => void): void {
  if (readdirSync(folder).length === 0) {
    rmdirSync(folder);
    return;
  }
  let number = 1;
  while (existsSync(`${folder}.incomplete-${number}`)) number += 1;
  const aside = `${folder}.incomplete-${number}`;
  renameSync(folder, aside);
  say(`${folder} held no whole database; it is kept as ${aside} and a new one is made.`);
}
