import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { exclusively } from './lock.mjs';

const sourceFolders = ['apps', 'libs', 'deploy'];
/** Files that are compiled at the same time, so that processors have something to do while others are read and written. */
const atOnce = 4;
/** Built by its own tool, tests, and what Node resolves elsewhere. */
const left = (path, name) =>
  name === 'node_modules' || name === '.next' || path === 'apps/web' || /\.spec\.[cm]?ts$/.test(name);

function* filesBelow(root, folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (left(path, entry.name)) continue;
    if (entry.isDirectory()) yield* filesBelow(root, path);
    else if (entry.isFile()) yield path;
  }
}

const isSource = (path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts');
const outputsOf = (path) => (isSource(path) ? ['.js', '.js.map'].map((end) => path.replace(/\.tsx?$/, end)) : [path]);
const stampOf = (root, path) => {
  const { mtimeMs, size } = statSync(join(root, path));
  return `${mtimeMs} ${size}`;
};

async function compile(root, path) {
  const swc = (await import('@swc/core')).default;
  const [code, map] = outputsOf(path).map((output) => join(root, 'dist', output));
  const sourceFileName = relative(dirname(code), join(root, path));
  const result = await swc
    .transformFile(join(root, path), { cwd: root, swcrc: true, sourceFileName })
    .catch((error) =>
      Promise.reject(Object.assign(new Error(`${path} does not compile: ${error.message}`), { forPeople: true })),
    );
  mkdirSync(dirname(code), { recursive: true });
  writeFileSync(code, `${result.code}\n//# sourceMappingURL=${basename(map)}`);
  writeFileSync(map, result.map ?? '{}');
}

function copy(root, path) {
  mkdirSync(dirname(join(root, 'dist', path)), { recursive: true });
  copyFileSync(join(root, path), join(root, 'dist', path));
}

function removeStale(root, wanted) {
  let removed = 0;
  const folders = readdirSync(join(root, 'dist'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const visit = (folder) => {
    for (const entry of readdirSync(join(root, 'dist', folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (!wanted.has(path)) {
        rmSync(join(root, 'dist', path));
        removed += 1;
      }
    }
    if (readdirSync(join(root, 'dist', folder)).length === 0) rmSync(join(root, 'dist', folder), { recursive: true });
  };
  for (const { name } of folders) visit(name);
  return removed;
}

async function buildOnce(root, say) {
  const record = join(root, 'dist', '.build.json');
  const known = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {};
  // Another compiler or another configuration of it: everything is made again.
  const how = `${stampOf(root, '.swcrc')} ${JSON.parse(readFileSync(join(root, 'node_modules/@swc/core/package.json'), 'utf8')).version}`;
  const before = known.how === how ? known.files : {};
  const paths = sourceFolders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => [...filesBelow(root, folder)]);
  const files = Object.fromEntries(paths.map((path) => [path, stampOf(root, path)]));
  const outputsExist = (path) => outputsOf(path).every((output) => existsSync(join(root, 'dist', output)));
  const changed = paths.filter((path) => files[path] !== before[path] || !outputsExist(path));
  if (changed.length > 0) say(`Building ${changed.length} of ${paths.length} files`);
  mkdirSync(join(root, 'dist'), { recursive: true });
  // Shared by all who work on it, and over for all of them as soon as one fails: nothing is written once that has been told.
  const waiting = (function* () {
    yield* changed;
  })();
  const work = async () => {
    for (const path of waiting) await (isSource(path) ? compile(root, path) : copy(root, path));
  };
  const done = await Promise.allSettled(Array.from({ length: atOnce }, work));
  const failed = done.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  removeStale(root, new Set(paths.flatMap(outputsOf)));
  writeFileSync(`${record}.draft`, JSON.stringify({ how, files }));
  renameSync(`${record}.draft`, record);
  return changed;
}

/**
 * Brings dist/ up to date with apps/, libs/ and deploy/: compiles and copies what changed, removes what is no longer there.
 * @returns the changed files, relative to the root
 */
export const build = (root, say) => exclusively(`build ${root}`, () => buildOnce(root, say));
