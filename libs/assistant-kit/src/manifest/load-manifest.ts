import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { manifestSchema, type Manifest } from '#contracts';
import { failure, FailureError, type Failure } from '#kernel';
import { checkShape, readYaml } from '#platform/validation';

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
    const yaml = readYaml(written ?? '');
    const read = asksSchema.safeParse(yaml.ok ? yaml.value : undefined);
    return read.success ? read.data.asks : [];
  });
}

const doesNotFit = ({ code, message, places }: Failure): FailureError =>
  new FailureError(failure(code, `manifest.yaml does not fit: ${message}`, places));

/**
 * What an assistant says of itself: its `manifest.yaml` with the questions of its `examples.txt` and those its SOPs are
 * asked by.
 * @param folder the assistant's folder, with a slash at the end
 * @throws FailureError `invalid-request` that names the file and every field that does not fit
 */
export function loadManifest(folder: URL): Manifest {
  const text = textOf(folder, 'manifest.yaml');
  const examples = [...new Set([...readExamples(textOf(folder, 'examples.txt')), ...readAsks(folder)])];
  const written = readYaml(text);
  if (!written.ok) throw doesNotFit(written.error);
  const manifest = checkShape(manifestSchema, { ...(written.value as object), examples }, 'it');
  if (!manifest.ok) throw doesNotFit(manifest.error);
  return manifest.value;
}

/** SHA-256 of a manifest, hex: the same for every instance that announces the same. */
export const manifestHash = (manifest: Manifest): string =>
  createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
