import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface ReleaseOptions {
  /** Whether the libraries that the folders import count as well, and those that these import. True when absent. */
  readonly withLibraries?: boolean;
  /** Where `libs/` is, with a slash at the end: of the build that runs, when absent. */
  readonly root?: URL;
}

/** The folder that holds `libs/`, built or not. */
const ownRoot = new URL('../../../../', import.meta.url);

/** What no answer is made by: it stands beside the code and is not run, or is not there once it is built. */
const besides = /\.spec\.[cm]?[jt]s$|\.map$/;
const code = /\.[cm]?[jt]s$/;
const libraryNamed = /['"]#([a-z][\w-]*(?:\/[a-z][\w-]*)*)['"]/g;
const packageNamed = /\b(?:from|import)[ (]{0,2}['"]((?:@[\w.-]+\/)?[a-z][\w.-]*)(?:\/[^'"]*)?['"]/g;

/** What is in a folder, by names that are the same wherever it lies. */
interface Folder {
  readonly name: string;
  readonly at: URL;
}

/**
 * Names the code that runs: a digest over every file of some folders, of the libraries they import, and over the versions of
 * the packages that all of these name. Two builds have the same name only where these files and versions are the same,
 * whichever machine they run on; nobody has to remember to count it up. It counts in too much rather than too little:
 * a library as a whole, whatever of it is used. Packages that packages bring along are not looked at.
 *
 * It reads the files that lie there now, so it is asked once, while the process starts.
 * @param folders of source or of what was built from it, with a slash at the end
 * @returns 16 hex digits
 */
export function releaseOf(
  folders: readonly URL[],
  { withLibraries = true, root = ownRoot }: ReleaseOptions = {},
): string {
  const lines: string[] = [];
  const packages = new Set<string>();
  const waiting: Folder[] = folders.map((at, index) => ({ name: String(index), at }));
  const seen = new Set<string>();
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const { path, bytes } of filesOf(folder.at)) {
      lines.push(`${folder.name} ${path} ${createHash('sha256').update(bytes).digest('hex')}`);
      if (!withLibraries || !code.test(path)) continue;
      const text = bytes.toString('utf8');
      for (const name of namesIn(text, packageNamed)) packages.add(name);
      for (const name of namesIn(text, libraryNamed)) {
        const library = { name: `#${name}`, at: new URL(`libs/${name}/src/`, root) };
        if (!seen.has(name) && existsSync(library.at)) waiting.push(library);
        seen.add(name);
      }
    }
  }
  for (const name of packages) lines.push(`${name}@${versionOf(name, root)}`);
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex').slice(0, 16);
}

const namesIn = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1]!);

function* filesOf(folder: URL, below = ''): Generator<{ readonly path: string; readonly bytes: Buffer }> {
  for (const entry of readdirSync(new URL(below, folder), { withFileTypes: true })) {
    const path = `${below}${entry.name}`;
    if (entry.isDirectory()) yield* filesOf(folder, `${path}/`);
    else if (!besides.test(path)) yield { path, bytes: readFileSync(new URL(path, folder)) };
  }
}

/** Of a package as it is installed, found as Node finds it: in the nearest `node_modules` at or above the root. */
function versionOf(name: string, root: URL): string {
  for (let at = root; ; at = new URL('../', at)) {
    const manifest = new URL(`node_modules/${name}/package.json`, at);
    if (existsSync(manifest)) return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
    if (new URL('../', at).href === at.href) return 'of Node itself, or not there';
  }
}
