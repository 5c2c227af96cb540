import { afterAll, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from '#backing-services';

const folder = mkdtempSync(join(tmpdir(), 'clubos-assistant-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(manifest: string): Promise<{ code: unknown; said: string }> {
  writeFileSync(join(folder, 'manifest.yaml'), manifest);
  writeFileSync(join(folder, 'examples.txt'), 'one\ntwo\nthree\nfour\nfive\n');
  const kit = new URL('../define-assistant.ts', import.meta.url).href;
  const script = `
    const { defineAssistant } = await import(${JSON.stringify(kit)});
    const { runAssistant } = await import(${JSON.stringify(new URL('./run-assistant.ts', import.meta.url).href)});
    const folder = new URL(${JSON.stringify(pathToFileURL(`${folder}/`).href)});
    await runAssistant(defineAssistant({ folder, policy: { priority: () => 'low' } }));`;
  const settings = ['NATS_URL=nats://127.0.0.1:1', `PRINCIPAL_SECRET=${'x'.repeat(32)}`, 'CLUB_FILE=/nowhere'];
  const node = [
    process.execPath,
    '--import',
    '@swc-node/register/esm-register',
    '--input-type=module',
    '--eval',
    script,
  ];
  const child = spawn('/usr/bin/env', ['-u', 'NODE_OPTIONS', ...settings, ...node], { cwd: projectFolder() });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, said };
}

const manifest =
  'id: tech\nversion: 1.0.0\nlabel: Screens\nanswers: a screen or a ball\nsites: []\ntimeouts: { answerMs: 8000 }\n';

it('a manifest that does not fit is one sentence, and no reason to start again', async () => {
  expect(await run(`${manifest}keywords: 5\n`)).toEqual({
    code: 78,
    said: 'manifest.yaml does not fit: keywords must be a list.\n',
  });
});

it('a manifest that fits is not what it ends with', async () => {
  const { code, said } = await run(`${manifest}keywords: []\n`);
  expect(code).toBe(1);
  expect(said).toContain('The club file /nowhere is not there.');
});
