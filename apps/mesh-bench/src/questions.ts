import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const questionSchema = z.strictObject({
  text: z.string(),
  /** Who should answer; `none` is off-topic, `unclear` should be asked back. */
  assistant: z.string(),
  /** Any of these among the sources is right. */
  sops: z.array(z.string()),
  site: z.string().optional(),
  asker: z.enum(['staff', 'member']).optional(),
});
export type Question = z.infer<typeof questionSchema>;

/** The labelled questions of the club. */
export async function readQuestions(folder: string): Promise<Question[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts
    .join('\n')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => questionSchema.parse(JSON.parse(line)));
}

/** FNV-1a, 32 bits: the same half for a question for ever, whatever is added before it. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}

/** Half of the questions is looked at while the system is made; the other half only ever measures it. */
export const isHeldOut = ({ text }: Pick<Question, 'text'>): boolean => hash(text.toLowerCase()) % 2 === 1;
