import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const frontMatterSchema = z.looseObject({
  id: z.string(),
  title: z.string(),
  assistant: z.string(),
  sites: z.array(z.string()).min(1),
  asks: z.array(z.coerce.string()).default([]),
});

/** An SOP as it lies in an assistant's folder. */
export type SopFile = z.infer<typeof frontMatterSchema> & { readonly body: string };

/** @throws Error that names the file whose front matter is missing or wrong */
export function readSop(name: string, markdown: string): SopFile {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(markdown);
  if (!match) throw new Error(`${name} has no front matter.`);
  const parsed = frontMatterSchema.safeParse(parse(match[1] ?? ''));
  if (!parsed.success) throw new Error(`${name}: ${z.prettifyError(parsed.error)}`);
  return { ...parsed.data, body: markdown.slice(match[0].length) };
}

export const readSopFolder = (folder: string): SopFile[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => readSop(name, readFileSync(join(folder, name), 'utf8')));

/** What the steps say that only the front desk can do. */
export const deskSentences = (sop: SopFile | undefined): string[] =>
  [...(sop?.body ?? '').matchAll(/^\d+\. \*\*Desk:\*\* (.+)$/gm)].map((match) => match[1] ?? '');
