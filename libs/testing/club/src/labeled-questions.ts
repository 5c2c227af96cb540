import { readdirSync, readFileSync } from 'node:fs';
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
export type LabeledQuestion = z.infer<typeof questionSchema>;

/** The labeled questions of the club. @param root the project's folder */
export function readLabeledQuestions(root: string): LabeledQuestion[] {
  const folder = join(root, 'club/questions');
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return files.sort().flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => questionSchema.parse(JSON.parse(line))),
  );
}
