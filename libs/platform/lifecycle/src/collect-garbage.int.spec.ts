import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

/** Holds some 60 MB for good and, for a moment each, far more. */
const script = (begin: string): string => `
  import { letLittleGarbageGather } from './collect-garbage.ts';
  ${begin}
  const held = Array.from({ length: 600_000 }, (_, at) => ({ at, text: [at] }));
  const passing = new Array(100_000);
  for (let at = 0; at < 8_000_000; at += 1) passing[at % passing.length] = { at, text: [at] };
  process.exitCode = held.length === 600_000 ? 0 : 1;
`;

/** Collects on the one thread and in one go, and so at the same places in every run. */
const inOneGo = ['--no-incremental-marking', '--no-concurrent-marking', '--max-semi-space-size=4'];

/** MB in use each of the last times when V8 collected garbage, at the median. */
function usedAtCollections(begin: string): number {
  const flags = ['--trace-gc', ...inOneGo, '--max-old-space-size=640', '--import', '@swc-node/register/esm-register'];
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    [...flags, '--input-type=module', '--eval', script(begin)],
    { encoding: 'utf8', cwd: import.meta.dirname, env: {} },
  );
  if (status !== 0) throw new Error(stderr);
  const used = [...stdout.matchAll(/Mark-Compact ([\d.]+) /g)].slice(-5).map(([, mb]) => Number(mb));
  expect(used).toHaveLength(5);
  return used.sort((one, other) => one - other)[2]!;
}

test('less garbage gathers before it is collected', () => {
  expect(usedAtCollections('letLittleGarbageGather();')).toBeLessThan(0.93 * usedAtCollections(''));
});
