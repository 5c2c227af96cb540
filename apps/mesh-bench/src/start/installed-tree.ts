import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram, scratchFolder, type Scratch } from '#backing-services';

/**
 * This checkout as somebody has it who cloned it, ran `npm ci` and has the servers: the files that Git knows, as they are now, the
 * installed modules and what was unpacked from Debian's packages; nothing built and nothing kept.
 */
export async function installedTree(root: string): Promise<Scratch> {
  for (const server of ['nats-server', 'redis-server'] as const) await findProgram(server);
  const tree = scratchFolder('installed');
  const packages = join('.clubos', 'packages');
  if (existsSync(join(root, packages)))
    cpSync(join(root, packages), join(tree.path, packages), { recursive: true, verbatimSymlinks: true });
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  for (const file of listed.split('\0').filter((path) => path !== '' && path !== 'node_modules')) {
    const copy = join(tree.path, file);
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(join(root, file), copy);
  }
  symlinkSync(join(root, 'node_modules'), join(tree.path, 'node_modules'));
  return tree;
}
