import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadManifest, manifestHash, readExamples } from './load-manifest.js';

const yaml =
  'id: booking\nversion: 1.0.0\nlabel: Bookings\nanswers: a booking or a door\nkeywords: []\nsites: []\ntimeouts: { answerMs: 8000 }\n';
const examples = '# as people ask\none two\n\nthree\nfour\nfive\nsix\nthree\n';
const folders: string[] = [];

function folderWith(files: Record<string, string>): URL {
  const folder = mkdtempSync(join(tmpdir(), 'assistant-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return pathToFileURL(`${folder}/`);
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('loadManifest', () => {
  it('puts the examples into the manifest', () => {
    const manifest = loadManifest(folderWith({ 'manifest.yaml': yaml, 'examples.txt': examples }));
    expect(manifest).toMatchObject({
      id: 'booking',
      emergency: false,
      examples: ['one two', 'three', 'four', 'five', 'six'],
    });
  });

  it('adds what its SOPs are asked by, each once, and takes no harm from one that cannot be read', () => {
    const folder = folderWith({ 'manifest.yaml': yaml, 'examples.txt': examples });
    mkdirSync(new URL('sops/', folder));
    writeFileSync(new URL('sops/a.md', folder), "---\nid: a\nasks:\n  - 'it''s shut'\n  - three\n---\n# A\n");
    writeFileSync(new URL('sops/b.md', folder), '---\nasks: [\n---\n# B\n');
    writeFileSync(new URL('sops/c.md', folder), '# C\n');
    writeFileSync(new URL('sops/d.md', folder), '---\nasks: *nothing\n---\n# D\n');
    expect(loadManifest(folder).examples).toEqual(['one two', 'three', 'four', 'five', 'six', "it's shut"]);
  });

  it.each([
    ['there are no examples', { 'manifest.yaml': yaml }, 'examples.txt'],
    ['a field is wrong', { 'manifest.yaml': yaml.replace('1.0.0', 'new'), 'examples.txt': examples }, 'version'],
    ['there are too few examples', { 'manifest.yaml': yaml, 'examples.txt': 'one two' }, 'examples'],
    ['a field is not known', { 'manifest.yaml': `${yaml}prompt: x\n`, 'examples.txt': examples }, 'prompt'],
    ['it is no YAML', { 'manifest.yaml': 'id: [', 'examples.txt': examples }, 'YAML'],
    ['it is a list', { 'manifest.yaml': '- id', 'examples.txt': examples }, 'id is missing'],
    [
      'a field stands there twice',
      { 'manifest.yaml': `${yaml}keywords: 5\n`, 'examples.txt': examples },
      /^manifest\.yaml does not fit: keywords: it stands there a second time, on line 8\.$/,
    ],
    [
      'a field is of another kind',
      { 'manifest.yaml': yaml.replace('keywords: []', 'keywords: 5'), 'examples.txt': examples },
      /^manifest\.yaml does not fit: keywords must be a list\.$/,
    ],
  ])('says what does not fit when %s', (_, files, word) => expect(() => loadManifest(folderWith(files))).toThrow(word));
});

describe('readExamples', () => {
  it('reads one a line, each once', () => expect(readExamples('a b\r\n# no\n\n c d \na b')).toEqual(['a b', 'c d']));
});

describe('manifestHash', () => {
  it('is the same for the same manifest and another for another', () => {
    const manifest = loadManifest(folderWith({ 'manifest.yaml': yaml, 'examples.txt': examples }));
    expect(manifestHash({ ...manifest })).toBe(manifestHash(manifest));
    expect(manifestHash({ ...manifest, version: '1.0.1' })).not.toBe(manifestHash(manifest));
  });
});
