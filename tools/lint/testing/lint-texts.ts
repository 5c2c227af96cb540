import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

export interface LintCase {
  /** Where the text would stand, from the root of the workspace. */
  readonly file: string;
  readonly text: string;
  /** With type information; the file has to exist then. */
  readonly typed?: boolean;
}

export interface Finding {
  /** Null where the text could not be parsed, or nothing in the configuration applies to it. */
  readonly rule: string | null;
  readonly message: string;
}

export const projectRoot = resolve(import.meta.dirname, '../../..');

/** What ESLint says to each text, in a process of its own: the boundary rule keeps its state in globals. */
export async function lintTexts(cases: readonly LintCase[], workspace = projectRoot): Promise<Finding[][]> {
  const script = join(import.meta.dirname, 'linter-process.mjs');
  const child = spawn(process.execPath, [script], { cwd: projectRoot, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  child.stdin.end(JSON.stringify({ workspace, cases }));
  const [output, problems, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`The linter ended with ${code}: ${problems}`);
  return JSON.parse(output) as Finding[][];
}
