import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '#platform/database';
import { testBackingServices } from '#testing';
import {
  connect,
  dumpProjection,
  migrateKnowledge,
  openKnowledge,
  type OpenKnowledge,
} from '../testing/open-knowledge.js';
import { sopMarkdown, type SopToWrite } from '../testing/sop-markdown.js';
import { importSops, type ImportReport } from './import-sops.js';

const services = testBackingServices({ database: 'pglite' });
let database: Database;
let knowledge: OpenKnowledge;
let folder: string;

beforeEach(async () => {
  const url = await services.freshDatabase();
  await migrateKnowledge(url);
  database = connect(url);
  knowledge = openKnowledge(database);
  folder = await mkdtemp(join(tmpdir(), 'clubos-sops-'));
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const write = (sop: SopToWrite, name = `${sop.id}.md`) => writeFile(join(folder, name), sopMarkdown(sop));
const importAll = (...folders: string[]): Promise<ImportReport> =>
  importSops({ database, publisher: knowledge.publisher }, folders.length > 0 ? folders : [folder]);
const counts = ({ created, changed, unchanged, refused }: ImportReport) => [
  created,
  changed,
  unchanged,
  refused.length,
];
const titleOf = async (id: string) => (await knowledge.publisher.sops.current(id))?.title;

describe('an import', () => {
  test('publishes what is new, and touches nothing the second time', async () => {
    await write({ id: 'wifi' });
    await write({ id: 'sound' });
    await writeFile(join(folder, 'notes.txt'), 'no SOP');
    expect(counts(await importAll())).toEqual([2, 0, 0, 0]);
    const before = await dumpProjection(database);
    expect(counts(await importAll())).toEqual([0, 0, 2, 0]);
    expect(await dumpProjection(database)).toEqual(before);
  });

  test('publishes a changed file as the next version', async () => {
    await write({ id: 'wifi', title: 'Old' });
    await write({ id: 'sound' });
    await importAll();
    await write({ id: 'wifi', title: 'New' });
    expect(counts(await importAll())).toEqual([0, 1, 1, 0]);
    expect(await knowledge.publisher.sops.version('wifi')).toMatchObject({ version: 2, title: 'New' });
  });

  test('leaves out what is refused, with its reason, and takes the others', async () => {
    await write({ id: 'wifi' });
    await write({ id: 'sound', body: '# Sound\n\nTBD' });
    await write({ id: 'lights' }, 'lamps.md');
    await writeFile(join(folder, 'binary.md'), Buffer.from([0xff, 0xfe, 0x00]));
    const report = await importAll();
    expect(counts(report)).toEqual([1, 0, 0, 3]);
    expect(report.refused.map(({ file, reason }) => [file.slice(folder.length + 1), reason.message])).toEqual([
      ['binary.md', 'The file is not UTF-8 text.'],
      ['lamps.md', 'frontMatter.id: It says "lights" and is to be published as "lamps".'],
      ['sound.md', 'body.3: "TBD" is no text to publish.'],
    ]);
  });

  test('refuses an id that comes a second time, and a folder that is not there', async () => {
    const second = join(folder, 'second');
    await mkdir(second);
    await write({ id: 'wifi', title: 'First' });
    await writeFile(join(second, 'wifi.md'), sopMarkdown({ id: 'wifi', title: 'Second' }));
    const report = await importAll(folder, second, join(folder, 'third'));
    expect(counts(report)).toEqual([1, 0, 0, 2]);
    expect(report.refused.map(({ reason }) => reason.message).sort()).toEqual([
      'The folder cannot be read: ENOENT.',
      'frontMatter.id: "wifi" is imported twice.',
    ]);
  });

  test('never replaces what was published since by a file that did not change', async () => {
    await write({ id: 'wifi', title: 'From the file' });
    await importAll();
    await knowledge.publish({ id: 'wifi', title: 'From the API' }, 1);
    const report = await importAll();
    expect(counts(report)).toEqual([0, 0, 1, 0]);
    expect(report.newerElsewhere).toEqual(['wifi']);
    expect(await titleOf('wifi')).toBe('From the API');
  });

  test('publishes a file that changed since, above what was published in between', async () => {
    await write({ id: 'wifi', title: 'From the file' });
    await importAll();
    await knowledge.publish({ id: 'wifi', title: 'From the API' }, 1);
    await write({ id: 'wifi', title: 'From the file again' });
    expect(counts(await importAll())).toEqual([0, 1, 0, 0]);
    expect(await knowledge.publisher.sops.version('wifi')).toMatchObject({ version: 3, title: 'From the file again' });
  });

  test('remembers a file that says what was published already', async () => {
    await knowledge.publish({ id: 'wifi', title: 'From the API' });
    await write({ id: 'wifi', title: 'From the API' });
    expect(counts(await importAll())).toEqual([0, 0, 1, 0]);
    await knowledge.publish({ id: 'wifi', title: 'Newer' }, 1);
    expect((await importAll()).newerElsewhere).toEqual(['wifi']);
    expect(await titleOf('wifi')).toBe('Newer');
  });
});
