import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installFromDebian } from './debian-packages.js';
import { runCommand } from './run-command.js';
import { scratchFolder } from './scratch.js';

/** A repository of our own on disk with one package, so that nothing here depends on a mirror. */
const scratch = scratchFolder('packages-spec');
const folder = scratch.path;
const repository = join(folder, 'repository');
const sources = `deb [trusted=yes] file:${repository} ./\n`;
const program = { name: 'greeter', packages: ['greeter'], path: 'usr/bin/greeter' };

beforeAll(async () => {
  const tree = join(folder, 'tree');
  for (const path of [join(tree, 'DEBIAN'), join(tree, 'usr/bin'), repository]) mkdirSync(path, { recursive: true });
  writeFileSync(join(tree, 'usr/bin/greeter'), '#!/bin/sh\necho hello\n');
  chmodSync(join(tree, 'usr/bin/greeter'), 0o755);
  const control = 'Package: greeter\nVersion: 1.0\nArchitecture: all\nMaintainer: nobody <nobody@localhost>\n';
  writeFileSync(join(tree, 'DEBIAN/control'), `${control}Description: greets\n`);
  const archive = join(repository, 'greeter_1.0_all.deb');
  const built = await runCommand('dpkg-deb', ['--build', '--root-owner-group', tree, archive]);
  expect(built.stderr).toBe('');
  const hash = createHash('sha256').update(readFileSync(archive)).digest('hex');
  const place = `Filename: ./greeter_1.0_all.deb\nSize: ${statSync(archive).size}\nSHA256: ${hash}\n`;
  writeFileSync(join(repository, 'Packages'), `${control}${place}Description: greets\n`);
});
afterAll(() => scratch.remove());

test('a package is unpacked once, however many ask for it at the same time', async () => {
  const packages = join(folder, 'once');
  mkdirSync(join(packages, 'greeter.draft/usr/bin'), { recursive: true });
  writeFileSync(join(packages, 'greeter.draft/usr/bin/greeter'), 'left by an installation that was cut short');
  const said: string[] = [];
  const options = { folder: packages, sources, onProgress: (line: string) => said.push(line) };
  const roots = await Promise.all([1, 2, 3].map(() => installFromDebian(program, options)));
  expect(new Set(roots)).toEqual(new Set([join(packages, 'greeter')]));
  expect(said.filter((line) => line.startsWith('Fetching'))).toEqual(["Fetching greeter from Debian's packages"]);
  expect((await runCommand(join(packages, 'greeter/usr/bin/greeter'), [])).stdout).toBe('hello\n');
  expect(existsSync(join(packages, 'greeter.draft'))).toBe(false);
});

test('a package that does not exist is one sentence that says what to do', async () => {
  const missing = { name: 'flying-carpet', packages: ['flying-carpet'], path: 'usr/bin/flying-carpet' };
  const installing = installFromDebian(missing, { folder: join(folder, 'missing'), sources });
  await expect(installing).rejects.toMatchObject({
    failure: {
      code: 'unavailable',
      message: expect.stringMatching(
        /^flying-carpet could not be fetched .*\. Install it, or put it into .clubos\/bin\.$/,
      ),
    },
  });
});
