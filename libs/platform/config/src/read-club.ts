import { readFile } from 'node:fs/promises';
import { clubSchema, type Club } from '#contracts';
import { fail, failure, FailureError, type Failure } from '#kernel';
import { checkShape, readYaml } from '#platform/validation';

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`;
    throw fail('invalid-request', `The club file ${path} ${why}.`);
  }
}

const doesNotFit = (path: string, { code, message, places }: Failure): FailureError =>
  new FailureError(failure(code, `The club file ${path} does not fit: ${message}`, places));

/**
 * The club file, `club/club.yaml`.
 * @throws FailureError `invalid-request` with the file and what is wrong in it
 */
export async function readClub(path: string): Promise<Club> {
  const document = readYaml(await textOf(path));
  if (!document.ok) throw doesNotFit(path, document.error);
  const club = checkShape(clubSchema, document.value, 'it');
  if (!club.ok) throw doesNotFit(path, club.error);
  return club.value;
}
