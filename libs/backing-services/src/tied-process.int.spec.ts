import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { sourceFlags } from './source-flags.js';
import { TiedProcess } from './tied-process.js';

const sleeper = { command: '/bin/sleep', libraryPath: [] };

const alive = (pid: number): boolean => {
  const file = `/proc/${pid}/stat`;
  // A dead process nobody has waited for yet is a zombie.
  return existsSync(file) && !readFileSync(file, 'utf8').includes(') Z ');
};

test('a child dies with a parent that is killed', async () => {
  const script = `
    const { TiedProcess } = await import(${JSON.stringify(new URL('./tied-process.ts', import.meta.url).href)});
    const child = new TiedProcess({ program: ${JSON.stringify(sleeper)}, args: ['600'] }, () => undefined);
    console.log(child.pid);`;
  const parent = spawn(process.execPath, [...sourceFlags(), '--input-type=module', '--eval', script]);
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  const pid = Number(line);
  expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain('600');
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  while (alive(pid)) await new Promise(setImmediate);
});

test('it hands over output by line and says how it ended', async () => {
  const lines: string[] = [];
  const program = { command: '/bin/sh', libraryPath: [] };
  const child = new TiedProcess({ program, args: ['-c', 'echo one; echo two >&2; exit 3'] }, (line) =>
    lines.push(line),
  );
  expect(await child.exited).toEqual({ code: 3, signal: null });
  expect(lines.sort()).toEqual(['one', 'two']);
});

test('a child that ignores the polite signal is ended by force', async () => {
  const program = { command: '/bin/sh', libraryPath: [] };
  const ready = Promise.withResolvers<string>();
  const args = ['-c', `trap '' TERM; echo ready; while :; do sleep 1; done`];
  const child = new TiedProcess({ program, args }, ready.resolve);
  await ready.promise;
  expect(await child.stop('SIGTERM', 50)).toEqual({ code: null, signal: 'SIGKILL' });
});

test('a program that is not there is an exit, not a crash', async () => {
  const lines: string[] = [];
  const program = { command: '/nowhere/server', libraryPath: [] };
  const child = new TiedProcess({ program, args: [] }, (line) => lines.push(line));
  expect((await child.exited).code).not.toBe(0);
  expect(lines.join()).toContain('/nowhere/server');
});
