import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fail } from '#kernel';

/** A question whose right assistant is known; `none` is off-topic, `unclear` should be asked back. */
export interface LabeledQuestion {
  readonly text: string;
  readonly label: string;
}

const lineSchema = z.object({ text: z.string().min(1), assistant: z.string().min(1) });

function readLine(line: string, place: string): LabeledQuestion {
  try {
    const { text, assistant } = lineSchema.parse(JSON.parse(line));
    return { text, label: assistant };
  } catch (error) {
    throw fail('invalid-request', `The labeled questions are wrong at ${place}: ${(error as Error).message}`);
  }
}

/**
 * The questions that every change of the routing is held against: the `.jsonl` files of a folder, one `{text, assistant}` a
 * line.
 * @throws FailureError `invalid-request` with the file and the line that cannot be read
 */
export async function readLabeledQuestions(folder: string): Promise<LabeledQuestion[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  );
  return files.flatMap(({ name, text }) =>
    text.split('\n').flatMap((line, at) => (line.trim() === '' ? [] : [readLine(line, `${name}:${at + 1}`)])),
  );
}
