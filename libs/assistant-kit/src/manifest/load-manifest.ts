import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse, parseDocument } from 'yaml';
import { z } from 'zod';
import { manifestSchema, type Manifest } from '#contracts';
import { failure, FailureError } from '#kernel';

const textOf = (folder: URL, name: string): string => {
  try {
    return readFileSync(new URL(name, folder), 'utf8');
  } catch (error) {
    throw new FailureError(failure('invalid-request', `The assistant's folder has no ${name}.`), String(error), {
      cause: error,
    });
  }
};

/** One example a line; empty lines and lines that begin with `#` are not examples. */
export const readExamples = (text: string): string[] => [
  ...new Set(
    text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#')),
  ),
];

const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---/;
const asksSchema = z.object({ asks: z.array(z.string()) });

/**
 * What people ask the assistant's procedures by, as their front matter says: whoever asks so wants this assistant. A
 * procedure without such a list, or one that cannot be read, adds nothing here; knowledge says what is wrong with it.
 */
function readAsks(folder: URL): string[] {
  const sops = new URL('sops/', folder);
  if (!existsSync(sops)) return [];
  const files = readdirSync(sops).filter((name) => name.endsWith('.md'));
  return files.sort().flatMap((name) => {
    const written = frontMatter.exec(readFileSync(new URL(name, sops), 'utf8'))?.[1];
    const read = asksSchema.safeParse(written === undefined ? undefined : parseDocument(written).toJS());
    return read.success ? read.data.asks : [];
  });
}

/**
 * What an assistant says of itself: its `manifest.yaml` with the questions of its `examples.txt` and those its SOPs are
 * asked by.
 * @param folder the assistant's folder, with a slash at the end
 * @throws FailureError `invalid-request` that names the file and every field that does not fit
 */
export function loadManifest(folder: URL): Manifest {
  const text = textOf(folder, 'manifest.yaml');
  const written = readExamples(textOf(folder, 'examples.txt'));
  const examples = [...new Set([...written, ...readAsks(folder)])];
  let manifest: unknown;
  try {
    manifest = parse(text);
  } catch (error) {
    throw new FailureError(failure('invalid-request', `manifest.yaml is not YAML: ${String(error)}`), undefined, {
      cause: error,
    });
  }
  const parsed = manifestSchema.safeParse({ ...(manifest as object), examples });
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const told = places.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new FailureError(failure('invalid-request', `manifest.yaml does not fit: ${told}`, places));
}

/** SHA-256 of a manifest, hex: the same for every instance that announces the same. */
export const manifestHash = (manifest: Manifest): string =>
  createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
