import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectFolder, scratchFolder } from '#backing-services';
import { isAlive } from './fixtures/fake-club.js';

/** A project of its own with our bootstrap, that starts nothing but a process which says when it is stopped in order. */
const scratch = scratchFolder('parent');
const root = scratch.path;
const bootstrapped = ['bootstrap', 'build', 'install', 'lock', 'parent'];
const start = `
import { writeFileSync } from 'node:fs';
process.on('SIGTERM', () => {
  writeFileSync('stopped', '');
  process.exit(0);
});
process.on('message', () => undefined);
console.log('up', process.ppid, process.pid);`;

beforeAll(() => {
  mkdirSync(join(root, 'deploy/local/src'), { recursive: true });
  for (const name of bootstrapped)
    copyFileSync(join(projectFolder(), `deploy/local/${name}.mjs`), join(root, `deploy/local/${name}.mjs`));
  for (const name of ['.swcrc', 'package.json', 'package-lock.json'])
    copyFileSync(join(projectFolder(), name), join(root, name));
  symlinkSync(join(projectFolder(), 'node_modules'), join(root, 'node_modules'));
  writeFileSync(join(root, 'deploy/local/src/start.ts'), start);
});
beforeEach(() => rmSync(join(root, 'stopped'), { force: true }));
afterAll(() => scratch.remove());

const stopped = (): boolean => existsSync(join(root, 'stopped'));

/** Starts it, waits until it is up, kills who started it, and waits until the whole line of processes is gone. */
async function killParent(command: string, args: readonly string[], signal: NodeJS.Signals): Promise<void> {
  const parent = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: parent.stdout });
  for await (const line of lines) {
    const pids = /^up (\d+) (\d+)$/.exec(line)?.slice(1).map(Number);
    if (!pids) continue;
    expect(pids.every(isAlive)).toBe(true);
    parent.kill(signal);
    while (pids.some(isAlive)) await new Promise(setImmediate);
    break;
  }
  lines.close();
  if (parent.exitCode === null && parent.signalCode === null) await once(parent, 'exit');
}

test.each(['SIGTERM', 'SIGKILL'] as const)('what npm started is stopped in order when npm gets %s', async (signal) => {
  await killParent('npm', ['start', '--silent'], signal);
  expect(stopped()).toBe(true);
});

test('also where a shell stays in between', async () => {
  const script = 'npm_lifecycle_event=start sh -c "node deploy/local/bootstrap.mjs start; true" & wait';
  await killParent('bash', ['-c', script], 'SIGKILL');
  expect(stopped()).toBe(true);
});
