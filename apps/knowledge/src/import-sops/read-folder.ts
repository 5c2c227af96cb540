import { isUtf8 } from 'node:buffer';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { failure, FailureError, type Failure } from '#kernel';
import { markdownLengthAtMost, parseSop, type SopContent } from '../sop/parse-sop.js';
import { refused } from '../sop/refused.js';

export interface RefusedFile {
  readonly file: string;
  readonly reason: Failure;
}

export interface ReadFiles {
  readonly contents: readonly SopContent[];
  readonly refused: readonly RefusedFile[];
}

/** Four bytes of UTF-8 for each UTF-16 code unit are more than any text needs. */
const fileBytesAtMost = 4 * markdownLengthAtMost;

/** Reads every `*.md` directly in the folders. What may not be published is left out, with its reason. */
export async function readFolders(folders: readonly string[], sites: readonly string[]): Promise<ReadFiles> {
  const contents = new Map<string, SopContent>();
  const refusals: RefusedFile[] = [];
  for (const file of await filesIn(folders, refusals)) {
    try {
      const id = basename(file, '.md');
      const content = parseSop(await textOf(file), { id, sites });
      if (contents.has(id)) throw refused([{ path: 'frontMatter.id', message: `"${id}" is imported twice.` }]);
      contents.set(id, content);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      refusals.push({ file, reason: error.failure });
    }
  }
  return { contents: [...contents.values()], refused: refusals };
}

async function filesIn(folders: readonly string[], refusals: RefusedFile[]): Promise<string[]> {
  const files: string[] = [];
  for (const folder of folders) {
    try {
      const names = await readdir(folder);
      files.push(...names.filter((name) => name.endsWith('.md')).map((name) => join(folder, name)));
    } catch (error) {
      const message = `The folder cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`;
      refusals.push({ file: folder, reason: failure('content-refused', message) });
    }
  }
  return files.sort();
}

async function textOf(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > fileBytesAtMost) throw refused([{ path: '', message: `The file has ${size} bytes.` }]);
  const bytes = await readFile(file);
  if (!isUtf8(bytes)) throw refused([{ path: '', message: 'The file is not UTF-8 text.' }]);
  return bytes.toString('utf8');
}
