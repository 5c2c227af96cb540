import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
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

/**
 * What an assistant says of itself: its `manifest.yaml` with the questions of its `examples.txt`.
 * @param folder the assistant's folder, with a slash at the end
 * @throws FailureError `invalid-request` that names the file and every field that does not fit
 */
export function loadManifest(folder: URL): Manifest {
  const text = textOf(folder, 'manifest.yaml');
  const examples = readExamples(textOf(folder, 'examples.txt'));
  let written: unknown;
  try {
    written = parse(text);
  } catch (error) {
    throw new FailureError(failure('invalid-request', `manifest.yaml is not YAML: ${String(error)}`), undefined, {
      cause: error,
    });
  }
  const parsed = manifestSchema.safeParse({ ...(written as object), examples });
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const told = places.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new FailureError(failure('invalid-request', `manifest.yaml does not fit: ${told}`, places));
}

/** SHA-256 of a manifest, hex: the same for every instance that announces the same. */
export const manifestHash = (manifest: Manifest): string =>
  createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
