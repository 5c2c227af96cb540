import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { basename, join } from 'node:path';
import { scratchFolder, sweepScratch } from './scratch.js';
import { sourceFlags } from './source-flags.js';

test('what a killed process leaves is removed by the next one, and nothing else is', async () => {
  const place = scratchFolder('spec');
  const script = `
    const { startNats } = await import(${JSON.stringify(new URL('./nats.ts', import.meta.url).href)});
    const { scratchFolder } = await import(${JSON.stringify(new URL('./scratch.ts', import.meta.url).href)});
    await startNats({ jetstream: true });
    console.log(scratchFolder('spec').path);`;
  const node = [process.execPath, ...sourceFlags(), '--input-type=module', '--eval', script];
  const owner = spawn('/usr/bin/env', [`TMPDIR=${place.path}`, ...node], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [path] = (await once(createInterface({ input: owner.stdout }), 'line')) as [string];
  writeFileSync(join(path, 'data'), '1');
  const ofAnother = join(place.path, basename(path).replace(/\.\d+-/, '.1-'));
  const ofNobody = join(place.path, 'clubos-notes');
  const mine = join(place.path, basename(place.path));
  for (const folder of [ofAnother, ofNobody, mine]) mkdirSync(folder);

  expect(sweepScratch(place.path)).toBe(0);
  expect(existsSync(join(path, 'data'))).toBe(true);
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  expect(sweepScratch(place.path)).toBe(3);
  expect(readdirSync(place.path).sort()).toEqual([ofAnother, ofNobody, mine].map((folder) => basename(folder)).sort());
  place.remove();
  expect(existsSync(place.path)).toBe(false);
});
