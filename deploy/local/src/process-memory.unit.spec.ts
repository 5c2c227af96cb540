import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectFolder } from '#backing-services';
import { memoryEnvironment } from './process-memory.js';

/** The largest heap, in MB, of a process with this environment. */
function heapLimit(env: Record<string, string>): number {
  const script = 'console.log(require("node:v8").getHeapStatistics().heap_size_limit / 1048576)';
  return Number(spawnSync(process.execPath, ['--eval', script], { env, encoding: 'utf8' }).stdout);
}

test('what keeps nothing gets less than what learns', () => {
  const [gateway, knowledge, tech] = ['gateway', 'knowledge', 'tech'].map((name) => heapLimit(memoryEnvironment(name)));
  expect([gateway! >= 640, gateway! < 740]).toEqual([true, true]);
  expect([knowledge! >= 1024, knowledge! < 1200]).toEqual([true, true]);
  expect([tech! >= 512, tech! < 600]).toEqual([true, true]);
});

test('whoever starts it has the last word on its heap', () => {
  const { NODE_OPTIONS } = memoryEnvironment('gateway', '--max-old-space-size=300 --trace-warnings');
  expect(NODE_OPTIONS).toMatch(/^--max-semi-space-size=\d+ .* --trace-warnings$/);
  expect(heapLimit({ NODE_OPTIONS: NODE_OPTIONS! })).toBeLessThan(400);
});

test('large arrays are returned when they are freed', () => {
  expect(memoryEnvironment('knowledge')).toMatchObject({ MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '262144' });
});

test('the page for deployments elsewhere says the same', () => {
  const page = readFileSync(join(projectFolder(), 'docs/architecture.md'), 'utf8');
  const rowOf = (name: string): string => page.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';
  const environments = ['gateway', 'knowledge', 'tech'].map((name) => memoryEnvironment(name));
  const flags = rowOf('NODE_OPTIONS').split('|').slice(2, -1);
  expect(flags.map((cell) => cell.trim())).toEqual(environments.map(({ NODE_OPTIONS }) => `\`${NODE_OPTIONS}\``));
  for (const name of ['MALLOC_ARENA_MAX', 'MALLOC_MMAP_THRESHOLD_'])
    for (const environment of environments) expect(rowOf(name)).toContain(` ${environment[name]} `);
  expect(rowOf('MALLOC_MMAP_THRESHOLD_')).toContain('`MALLOC_TRIM_THRESHOLD_`');
});
