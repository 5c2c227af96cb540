import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Scratch {
  readonly path: string;
  remove(): void;
}

/** `clubos-<what for>-<pid of its owner>.<the namespace that pid counts in>-<random>`. */
const scratchName = /^clubos-[a-z-]+-(\d+)\.(\d+)-\w+$/;

/** A pid means nothing to another container that shares the temporary folder; absent where the system has no /proc. */
function pidNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Whether we may remove it; a folder that vanished meanwhile was removed by somebody who did the same. */
function mayRemove(path: string): boolean {
  const uid = process.getuid?.();
  return uid === 0 || lstatSync(path, { throwIfNoEntry: false })?.uid === uid;
}

/**
 * Removes the scratch folders of processes that are gone: a process that is killed cannot clean up, so the next one does.
 * @returns how many it were
 */
export function sweepScratch(folder = tmpdir()): number {
  const namespace = pidNamespace();
  const left = readdirSync(folder).filter((name) => {
    const [, pid, theirs] = scratchName.exec(name) ?? [];
    return pid !== undefined && theirs === namespace && isGone(Number(pid)) && mayRemove(join(folder, name));
  });
  for (const name of left) rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 3 });
  return left.length;
}

let swept = false;

/** A folder for one run of this process, below the system's temporary folder, which every user can reach. */
export function scratchFolder(name: string): Scratch {
  if (!swept) sweepScratch();
  swept = true;
  const path = mkdtempSync(join(tmpdir(), `clubos-${name}-${process.pid}.${pidNamespace()}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The folder that is given, made when it is missing and kept afterwards; or a scratch folder. */
export function folderOrScratch(given: string | undefined, name: string): Scratch {
  if (given === undefined) return scratchFolder(name);
  mkdirSync(given, { recursive: true });
  return { path: given, remove: () => undefined };
}
