import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder, scratchFolder } from '#backing-services';

/** A project of its own with our bootstrap and our node_modules. */
const scratch = scratchFolder('build');
const root = scratch.path;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
const built = (path: string): string => readFileSync(join(root, 'dist', path), 'utf8');

async function bootstrap(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(root, 'deploy/local/bootstrap.mjs'), ...args], { cwd: root });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

beforeAll(() => {
  mkdirSync(join(root, 'deploy/local'), { recursive: true });
  for (const name of ['bootstrap', 'build', 'install', 'lock', 'parent']) {
    copyFileSync(join(projectFolder(), `deploy/local/${name}.mjs`), join(root, `deploy/local/${name}.mjs`));
  }
  for (const name of ['.swcrc', 'package.json', 'package-lock.json'])
    copyFileSync(join(projectFolder(), name), join(root, name));
  symlinkSync(join(projectFolder(), 'node_modules'), join(root, 'node_modules'));
  write('apps/one/src/main.ts', `const words: string[] = process.argv.slice(2);\nconsole.log('one', ...words);\n`);
  write('apps/one/src/main.unit.spec.ts', 'nothing');
  write('apps/one/sops/prices.md', '# Prices');
  write('libs/kernel/src/index.ts', 'export const kernel: number = 1;');
});
afterAll(() => scratch.remove());

test('it compiles and copies, leaves tests out, and does nothing when nothing changed', async () => {
  expect(await bootstrap('build')).toEqual({ code: 0, output: expect.stringMatching(/^Building 8 of 8 files\n$/) });
  expect(built('libs/kernel/src/index.js')).toContain('export const kernel = 1;');
  expect(built('apps/one/sops/prices.md')).toBe('# Prices');
  expect(existsSync(join(root, 'dist/apps/one/src/main.unit.spec.js'))).toBe(false);
  expect(await bootstrap('build')).toEqual({ code: 0, output: '' });
});

test('it builds what changed or is missing, and removes what is gone', async () => {
  write('libs/kernel/src/index.ts', 'export const kernel: string = "two";');
  rmSync(join(root, 'dist/apps/one/src/main.js'));
  rmSync(join(root, 'apps/one/sops'), { recursive: true });
  expect((await bootstrap('build')).output).toBe('Building 2 of 7 files\n');
  expect(built('libs/kernel/src/index.js')).toContain('export const kernel = "two";');
  expect(existsSync(join(root, 'dist/apps/one/sops'))).toBe(false);
});

test('it runs a built file with its arguments and ends as that ends', async () => {
  expect(await bootstrap('run', 'dist/apps/one/src/main.js', 'a', 'b')).toEqual({ code: 0, output: 'one a b\n' });
  expect(await bootstrap('run', 'dist/apps/two.js')).toEqual({ code: 1, output: 'There is no dist/apps/two.js.\n' });
  write('apps/one/src/fail.ts', 'process.exit(7);');
  expect((await bootstrap('run', 'dist/apps/one/src/fail.js')).code).toBe(7);
});

test('a file that does not compile is named, and an unknown command is explained', async () => {
  write('apps/one/src/wrong.ts', 'const = ;');
  const { code, output } = await bootstrap('build');
  expect(code).toBe(1);
  expect(output).toMatch(/apps\/one\/src\/wrong\.ts does not compile/);
  rmSync(join(root, 'apps/one/src/wrong.ts'));
  expect(await bootstrap('begin')).toEqual({ code: 1, output: expect.stringMatching(/^Usage: /) });
});
