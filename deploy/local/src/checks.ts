import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Check {
  readonly name: string;
  /** The file of the tool, relative to the root. */
  readonly tool: string;
  readonly args: readonly string[];
}

/** A file whose text is the same is formatted the same; types and lint look beyond the file, so they have no cache. */
const formatCache = ['--cache', '--cache-strategy', 'content', '--cache-location', '.clubos/cache/prettier'];

/** What every file has to pass, beside the tests. Each counts as one. */
export const checks: readonly Check[] = [
  { name: 'types', tool: 'node_modules/typescript/bin/tsc', args: ['-p', '.'] },
  { name: 'lint', tool: 'node_modules/eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] },
  {
    name: 'format',
    tool: 'node_modules/prettier/bin/prettier.cjs',
    args: ['--check', '.', '--log-level', 'warn', ...formatCache],
  },
];

interface CheckResult {
  readonly passed: boolean;
  readonly output: string;
}

/** Runs a check to its end and collects what it says; a signal that aborts ends it. */
export function runCheck({ tool, args }: Check, root: string, signal: AbortSignal): Promise<CheckResult> {
  return new Promise((resolve) => {
    // Type-aware lint of the whole tree needs more than Node's default on a small machine.
    const node = ['--max-old-space-size=3072', join(root, tool), ...args];
    const child = spawn(process.execPath, node, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], signal });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', (error) => resolve({ passed: false, output: error.message }));
    child.once('close', (code) => resolve({ passed: code === 0, output }));
  });
}
