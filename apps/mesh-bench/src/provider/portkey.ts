import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '#backing-services';

/** The release that is measured beside our way to a model; installed by the bench alone, for nothing else needs it. */
export const portkeyVersion = '1.15.2';
const name = '@portkey-ai/gateway';
/** Later ones of its HTTP adapter answer every stream with status 500: they hand it headers that it may not change. */
const overrides = { '@hono/node-server': '1.13.8' };
const installWithin = 300_000;
const readyWithin = 30_000;

const folderIn = (root: string): string => join(root, '.clubos/bench/portkey', portkeyVersion);

/**
 * Installs the gateway where it is not yet.
 * @returns null, or why it cannot be had, in a sentence
 */
export async function installPortkey(root: string): Promise<string | null> {
  const folder = folderIn(root);
  if (existsSync(join(folder, 'node_modules', name, 'package.json'))) return null;
  await mkdir(folder, { recursive: true });
  const wanted = { private: true, dependencies: { [name]: portkeyVersion }, overrides };
  await writeFile(join(folder, 'package.json'), JSON.stringify(wanted));
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts'];
  try {
    await promisify(execFile)('npm', ['install', '--prefix', folder, ...quiet], { timeout: installWithin });
    return null;
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    const told = stderr.split('\n').find((line) => line.includes('error')) ?? message.split('\n')[0]!;
    return `${name}@${portkeyVersion} could not be installed (${told.trim()}).`;
  }
}

/** The gateway as its documentation starts it, without its console, in a process of its own. */
export async function startPortkey(root: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const script = join(folderIn(root), 'node_modules', name, 'build/start-server.js');
  const child = spawn(process.execPath, [script, `--port=${port}`, '--headless'], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  const until = Date.now() + readyWithin;
  while (
    !(await fetch(url).then(
      (response) => response.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null || Date.now() > until) throw new Error('the Portkey gateway did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
