import { afterAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AssistantDefinition } from '../../src/define-assistant.js';
import { loadManifest } from '../../src/manifest/load-manifest.js';
import { describeAssistantProtocol } from './describe-assistant-protocol.js';
import { readSopFolder } from './sop-folder.js';

const project = fileURLToPath(new URL('../../../../', import.meta.url));
const workspace = mkdtempSync(join(tmpdir(), 'generated-'));
const folder = join(workspace, 'apps/assistants/club-transfers/');

/** A workspace with everything of this one but its apps, so that what is generated here is seen by nobody else. */
function prepareWorkspace(): void {
  for (const name of ['package.json', 'nx.json']) copyFileSync(join(project, name), join(workspace, name));
  for (const name of ['node_modules', 'tools', 'club', 'libs']) symlinkSync(join(project, name), join(workspace, name));
  mkdirSync(join(workspace, 'apps/gateway'), { recursive: true });
  writeFileSync(join(workspace, 'apps/gateway/project.json'), '{ "name": "gateway" }');
  const include = ['apps/**/*.ts'];
  writeFileSync(
    join(workspace, 'tsconfig.json'),
    JSON.stringify({ extends: join(project, 'tsconfig.base.json'), include }),
  );
}

const run = (program: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(project, 'node_modules', program), ...args], {
    cwd: workspace,
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}` };
};
const generate = (...args: string[]) => run('.bin/nx', 'g', './tools/generators:assistant', ...args);

prepareWorkspace();
const generated = generate('club-transfers', '--answers', 'a club transfer, guest passes or handicap cards');
if (generated.status !== 0) throw new Error(`The generator failed: ${generated.said}`);
const written = (await import(join(folder, 'src/club-transfers.assistant.ts'))) as {
  clubTransfers: AssistantDefinition;
};

afterAll(() => rmSync(workspace, { recursive: true }));

describe('the assistant generator', () => {
  it('writes a manifest with keywords and at least twenty examples', () => {
    const manifest = loadManifest(pathToFileURL(folder));
    expect(manifest).toMatchObject({ id: 'club-transfers', label: 'Club transfers', emergency: false });
    expect(manifest.keywords.map(({ phrase }) => phrase)).toEqual([
      'club transfers',
      'club transfer',
      'guest passes',
      'handicap cards',
    ]);
    expect(manifest.examples.length).toBeGreaterThanOrEqual(20);
  });

  it('writes a first SOP of its own, and a page', () => {
    const [sop, ...others] = readSopFolder(join(folder, 'sops'));
    expect(others).toEqual([]);
    expect(sop).toMatchObject({
      id: 'club-transfers-questions',
      assistant: 'club-transfers',
      sites: ['harbor', 'mill', 'summit'],
    });
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('# Club transfers');
  });

  it('writes nothing outside the folder', () =>
    expect(generated.said.match(/^(?:CREATE|UPDATE|DELETE) (?!apps\/assistants\/club-transfers\/).+$/gm)).toBeNull());

  it('writes code that compiles', () => {
    expect(run('.bin/tsc', '-p', '.')).toEqual({ status: 0, said: '' });
  });

  it.each([
    ['club-transfers', '"club-transfers" is taken: apps/assistants/club-transfers is there already.'],
    ['gateway', '"gateway" is taken: apps/gateway is there already.'],
    ['shared', '"shared" is taken: the name has another meaning here.'],
    [
      'Club_Info',
      '"Club_Info" cannot be an assistant\'s id: it takes 2 to 32 of a-z, 0-9 and single hyphens, beginning with a letter.',
    ],
  ])('refuses "%s" in one sentence', (id, sentence) => {
    const refused = generate(id);
    expect(refused.status).not.toBe(0);
    expect(refused.said).toContain(sentence);
    expect(refused.said).not.toContain('CREATE');
  });

  it('refuses a label that fits on no button', () =>
    expect(generate('fine', '--label', 'x'.repeat(41)).said).toContain('--label takes 2 to 40 characters'));
});

describeAssistantProtocol(written.clubTransfers);
