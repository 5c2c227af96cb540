import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scratchFolder, type Scratch } from '#backing-services';

/**
 * This checkout as somebody has it who cloned it and ran `npm ci`: the files that Git knows, as they are now, and the installed
 * modules; nothing built and nothing kept.
 */
export function installedTree(root: string): Scratch {
  const tree = scratchFolder('installed');
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
