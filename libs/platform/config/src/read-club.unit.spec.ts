import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toFailure } from '#kernel';
import { readClub } from './read-club.js';

describe('readClub', () => {
  let folder: string;
  const file = async (text: string): Promise<string> => {
    const path = join(folder, 'club.yaml');
    await writeFile(path, text);
    return path;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'club-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('reads the club this tree ships with', async () => {
    const club = await readClub(new URL('../../../../club/club.yaml', import.meta.url).pathname);
    expect(club.sites.map(({ id }) => id)).toEqual(['harbor', 'mill', 'summit']);
  });

  const refusal = (path: string): Promise<string> =>
    readClub(path).then(
      () => 'taken',
      (error: unknown) => toFailure(error).message.replaceAll(path, '<file>'),
    );

  it('names the file and the places of what is wrong', async () => {
    const path = await file('id: X\nname: X\ntimezone: UTC\nphones: { emergency: "911", desk: 1 }\nsites: []\n');
    expect(await refusal(path)).toBe(
      'The club file <file> does not fit: id must be 1 to 32 of a-z, 0-9 and hyphens. phones.dutyManager is missing. ' +
        'phones.desk must be a text. sites must have at least 1 entry.',
    );
  });

  it('says that a file is missing, cannot be read, is empty or no YAML, in one line', async () => {
    expect(await refusal(join(folder, 'none.yaml'))).toBe('The club file <file> is not there.');
    expect(await refusal(folder)).toBe('The club file <file> cannot be read (EISDIR).');
    expect(await refusal(await file(''))).toBe('The club file <file> does not fit: it must be an object.');
    expect(await refusal(await file('a: [b'))).toMatch(/^The club file <file> does not fit: it is not YAML: [^\n]+\.$/);
  });
});
