import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

  it('names the file and the place of what is wrong', async () => {
    const path = await file('id: x\nname: X\ntimezone: UTC\nphones: {}\nsites: []\n');
    await expect(readClub(path)).rejects.toMatchObject({
      failure: { message: expect.stringContaining('phones.emergency') },
    });
  });

  it('says that a file is missing, or no YAML', async () => {
    await expect(readClub(join(folder, 'none.yaml'))).rejects.toMatchObject({ failure: { code: 'invalid-request' } });
    await expect(readClub(await file('a: [b'))).rejects.toMatchObject({ failure: { code: 'invalid-request' } });
  });
});
