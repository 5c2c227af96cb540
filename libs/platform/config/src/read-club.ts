import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { clubSchema, type Club } from '#contracts';
import { fail } from '#kernel';

/**
 * The club file, `club/club.yaml`.
 * @throws FailureError `invalid-request` with the file and what is wrong in it
 */
export async function readClub(path: string): Promise<Club> {
  let document: unknown;
  try {
    document = parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw fail('invalid-request', `The club file ${path} cannot be read: ${(error as Error).message}`);
  }
  const parsed = clubSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw fail(
    'invalid-request',
    `The club file ${path} is wrong at ${issue!.path.join('.') || 'its top'}: ${issue!.message}.`,
  );
}
