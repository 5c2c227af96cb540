import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#testing';
import { Mesh } from '#testing/mesh';

const repository = resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

/** The files of a checkout that a commit would hold, and nothing else. */
async function checkout(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'clubos-checkout-'));
  const skipped = new Set(['node_modules', 'dist', '.clubos', '.nx', '.git']);
  for (const entry of await readdir(repository)) {
    if (!skipped.has(entry)) await cp(join(repository, entry), join(copy, entry), { recursive: true });
  }
  await symlink(join(repository, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Every file of a tree with its content, but for what is built. */
async function contents(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/(node_modules|dist|\.clubos|\.nx)\//.test(path.slice(folder.length)));
  return new Map(
    await Promise.all(
      files.map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const),
    ),
  );
}

describe('adding an assistant', () => {
  let root: string;
  let mesh: Mesh | undefined;
  beforeAll(async () => {
    root = await checkout();
  });
  afterAll(async () => {
    await mesh?.remove();
    await rm(root, { recursive: true, force: true });
  });

  it('is one command, one folder, and it runs, routes and answers from its own SOP', async () => {
    const before = await contents(root);
    await run(
      'npx',
      [
        'nx',
        'g',
        './tools/generators:assistant',
        'concierge',
        '--label',
        'Concierge',
        '--answers',
        'hotels and taxis near a site',
      ],
      {
        cwd: root,
      },
    );
    const after = await contents(root);
    const changed = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
    expect(changed.length).toBeGreaterThan(5);
    expect(changed.filter((path) => !path.startsWith('apps/assistants/concierge/'))).toEqual([]);

    mesh = await Mesh.start({ root });
    const example = (await readFile(join(root, 'apps/assistants/concierge/examples.txt'), 'utf8'))
      .split('\n')
      .find((line) => line.trim() !== '')!;
    await eventually(async () => {
      const answer = await mesh!.ask(example);
      expect(answer).toMatchObject({ assistant: 'concierge', outcome: 'answered' });
      expect(answer.sources.length).toBeGreaterThan(0);
    });
  });
});
