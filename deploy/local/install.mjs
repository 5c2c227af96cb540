import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exclusively } from './lock.mjs';

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/**
 * Whether node_modules is what package-lock.json says. npm keeps a list of what it installed and writes it last, so a
 * half-done installation does not pass. What is optional may be missing: it is for other systems.
 */
function modulesAreInstalled(root) {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = packagesOf(installedFile);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    if (path === '' || wanted.link) return true;
    const found = installed[path];
    return found ? found.version === wanted.version : Boolean(wanted.optional || wanted.devOptional || wanted.peer);
  });
}

/** The last lines npm wrote that say something to a person. */
const npmWords = (output) =>
  output
    .split('\n')
    .filter((line) => line.startsWith('npm error') && !line.includes('A complete log of this run'))
    .map((line) => line.replace(/^npm error\s*/, ''))
    .filter((line) => line !== '')
    .slice(0, 3)
    .join('; ');

function npmCi(root, say) {
  return new Promise((resolve, reject) => {
    const startedAt = Date.now();
    const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
    const npm = spawn('npm', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk) => (output += chunk));
    const beat = setInterval(() => say(`still installing, ${Math.round((Date.now() - startedAt) / 1000)} s`), 10_000);
    const end = (problem) => {
      clearInterval(beat);
      if (problem) reject(Object.assign(new Error(`npm ci failed: ${problem}`), { forPeople: true }));
      else resolve();
    };
    npm.once('error', (error) => end(error.code === 'ENOENT' ? 'npm is not installed.' : error.message));
    npm.once('close', (code) => end(code === 0 ? undefined : npmWords(output) || `it ended with exit code ${code}.`));
  });
}

/** Installs node_modules when it is missing or not what package-lock.json says. */
export async function ensureModules(root, say) {
  if (modulesAreInstalled(root)) return;
  const onWait = () => say('Waiting for another process that installs node_modules');
  await exclusively(
    `modules ${root}`,
    async () => {
      if (modulesAreInstalled(root)) return;
      say('Installing node_modules with npm ci (one to two minutes)');
      await npmCi(root, say);
    },
    onWait,
  );
}
