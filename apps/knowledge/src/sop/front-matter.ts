import { parseDocument } from 'yaml';
import { z } from 'zod';

/** What stands above an SOP's text. Strict: a misspelled field is refused rather than lost. */
export const frontMatterSchema = z.strictObject({
  /** Kebab-case, unique in the club, and the file's name. */
  id: z
    .string()
    .max(64)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'An id is kebab-case: a-z, 0-9 and single hyphens.'),
  title: z.string().trim().min(2).max(120),
  /** Who answers from it. */
  assistant: z.string().regex(/^[a-z][a-z0-9-]{1,31}$/, 'An assistant is named in a-z, 0-9 and hyphens.'),
  /** Who keeps it right. */
  owner: z.string().trim().min(2).max(80),
  /** Where it holds. */
  sites: z
    .array(z.string())
    .min(1, 'It holds at no site.')
    .refine((sites) => new Set(sites).size === sites.length, 'A site stands there twice.'),
  reviewBy: z.iso.date('A day, as in 2027-05-01.'),
  /** How people ask for it, in their words. */
  asks: z.array(z.string().trim().min(2).max(200)).max(1000).default([]),
});
export type FrontMatter = z.infer<typeof frontMatterSchema>;

export interface SplitMarkdown {
  readonly frontMatter: string;
  /** Where the body begins, in UTF-16 code units. */
  readonly bodyStart: number;
}

const opening = /^\uFEFF?---[ \t]*\r?\n/;
const closing = /^---[ \t]*(?:\r?\n|$)/m;

/** Takes the front matter off; `undefined` when there is none, or it does not end. */
export function splitMarkdown(markdown: string): SplitMarkdown | undefined {
  const start = opening.exec(markdown)?.[0].length;
  if (start === undefined) return undefined;
  const end = closing.exec(markdown.slice(start));
  if (!end) return undefined;
  return { frontMatter: markdown.slice(start, start + end.index), bodyStart: start + end.index + end[0].length };
}

/** The value the YAML stands for, or what is wrong with it. No anchors are followed: a document is data, not a program. */
export function readYaml(text: string): { readonly value: unknown } | { readonly problem: string } {
  const document = parseDocument(text, { prettyErrors: false });
  const [problem] = document.errors;
  if (problem) return { problem: problem.message };
  try {
    return { value: document.toJS({ maxAliasCount: 0 }) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
