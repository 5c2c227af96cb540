import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { freePort } from '#backing-services';
import { queryResponseSchema } from '#contracts';
import { sampleTree, type TreeSample } from './process-tree.js';

/** What one start came to. */
export interface TimedStart {
  /** Seconds from the command to the first answer from a source, and to when it said that it is ready. */
  readonly answeredAfter: number;
  readonly readyAfter: number;
  /** The mesh, which is the starter and all that it runs, once it was ready and had answered. */
  readonly mesh: TreeSample;
  /** The same with npm and what it needs to run the command. */
  readonly all: TreeSample;
  /** What it said, line by line, each with the time it gave. */
  readonly said: readonly string[];
}

const askEveryMs = 100;
const askWithinMs = 5_000;
const startWithinMs = 300_000;
const stopWithinMs = 60_000;

/** Whether the question was answered from a source; anything else means that it is too early. */
async function isAnswered(url: string, key: string, body: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(askWithinMs),
    });
    if (response.status !== 200) return false;
    const { outcome, sources } = queryResponseSchema.parse(await response.json());
    return outcome === 'answered' && sources.length > 0;
  } catch {
    // Nobody listens yet, or it was silent for too long.
    return false;
  }
}

/** Who started the mesh, as its run file says. */
function starterOf(folder: string): number {
  const text = readFileSync(join(folder, 'run.json'), 'utf8');
  return z.object({ pid: z.number() }).parse(JSON.parse(text)).pid;
}

async function until(done: () => boolean | Promise<boolean>, deadline: AbortSignal): Promise<number> {
  while (!(await done())) {
    deadline.throwIfAborted();
    await pause(askEveryMs);
  }
  return performance.now();
}

/**
 * Types `npm start` in a tree and asks from the first moment on, until somebody answers; then ends it.
 * @throws Error with what it said, where it ends or takes more than five minutes
 */
export async function timeStart(tree: string, question: string): Promise<TimedStart> {
  const port = await freePort();
  const key = `club_dev_${randomBytes(32).toString('base64url')}`;
  const folder = join(tree, '.clubos');
  const began = performance.now();
  const settings = [`CLUBOS_DIR=${folder}`, `PORT=${port}`, `DEV_API_KEY=${key}`];
  const command = spawn('env', [...settings, 'npm', 'start', '--silent'], {
    cwd: tree,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const gone = once(command, 'close');
  let said = '';
  for (const stream of [command.stdout, command.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const deadline = AbortSignal.any([AbortSignal.timeout(startWithinMs), whenEnded(command)]);
  try {
    const [answered, ready] = await Promise.all([
      until(() => isAnswered(`http://127.0.0.1:${port}`, key, JSON.stringify({ query: question })), deadline),
      until(() => said.includes('ClubOS is ready'), deadline),
    ]);
    return {
      answeredAfter: (answered - began) / 1000,
      readyAfter: (ready - began) / 1000,
      mesh: sampleTree(starterOf(folder)),
      all: sampleTree(command.pid!),
      said: said.split('\n').filter((line) => line.trim() !== ''),
    };
  } catch (error) {
    throw new Error(`npm start came to nothing:\n${said.slice(-4000)}`, { cause: error });
  } finally {
    // The whole group, as Ctrl-C in a terminal does.
    const signal = (name: NodeJS.Signals): void => void process.kill(-command.pid!, name);
    if (command.exitCode === null && command.signalCode === null) {
      signal('SIGINT');
      const enough = setTimeout(signal, stopWithinMs, 'SIGKILL');
      await gone.finally(() => clearTimeout(enough));
    }
  }
}

function whenEnded(command: ReturnType<typeof spawn>): AbortSignal {
  const ended = new AbortController();
  command.once('exit', (code) => ended.abort(new Error(`It ended with ${code}.`)));
  return ended.signal;
}
