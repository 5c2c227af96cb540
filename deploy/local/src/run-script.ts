import { fail } from '#kernel';
import { LogLines, TiedProcess } from '#backing-services';
import { describeExit } from './service.js';
import { lastWords } from './trouble.js';

interface ScriptOptions {
  /** What it does, for the sentence that says that it failed: `migrate metrics`. */
  readonly name: string;
  readonly script: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  readonly withinMs: number;
  readonly signal: AbortSignal;
  /** How many of its last lines are wanted when it did all. */
  readonly shown?: number;
}

/** Exit status of a script that did what it could and says what it left out (EX_DATAERR of sysexits.h). */
const doneInPart = 65;
const shownOfPart = 20;

/**
 * Runs one of our scripts to its end.
 * @returns the last `shown` lines it said, or the last twenty where it left something out
 * @throws FailureError with its last words when it fails or takes too long
 */
export async function runScript({
  name,
  script,
  args = [],
  env,
  logFile,
  withinMs,
  signal,
  shown = 1,
}: ScriptOptions): Promise<string> {
  const lines = new LogLines(logFile);
  const program = { command: process.execPath, libraryPath: [] };
  const child = new TiedProcess({ program, args: [script, ...args], env }, (line) => lines.add(line));
  const end = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
  const kill = (): void => child.kill('SIGKILL');
  end.addEventListener('abort', kill);
  const exit = await child.exited;
  end.removeEventListener('abort', kill);
  lines.close();
  if (exit.code === 0) return lines.last(shown);
  if (exit.code === doneInPart) return lines.last(shownOfPart);
  const how = end.aborted && !signal.aborted ? `took longer than ${withinMs / 1000} s` : describeExit(exit);
  throw fail('unavailable', `Could not ${name} (${how}): ${lastWords(lines.last())}`);
}
