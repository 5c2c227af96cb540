import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const resultSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  /** Files that could not be run at all, so that none of their tests counts. */
  numRuntimeErrorTestSuites: z.int(),
});

/** What jest wrote down; a run that wrote nothing down is a failure. */
export function countsOf(file: string): Counts {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const result = resultSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { passed: result.numPassedTests, failed: result.numFailedTests + result.numRuntimeErrorTestSuites };
}

/** Runs jest with its progress in this terminal. */
export async function runJest(root: string, folder: string, args: readonly string[]): Promise<Counts> {
  const file = join(folder, 'cache', 'jest.json');
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const options = ['--json', `--outputFile=${file}`, `--maxWorkers=${availableParallelism()}`, ...args];
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [jest, ...options], {
    cwd: root,
    // The report goes to the file; jest would print it here as well.
    stdio: ['inherit', 'ignore', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: [process.env['NODE_OPTIONS'], ...flags].filter(Boolean).join(' ') },
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const counts = countsOf(file);
  // Something other than a test may be wrong: an open handle, a threshold, an argument.
  return code === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}
