import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Run } from './run-file.js';
import type { Say } from './say.js';

const graceMs = 2000;

/** Whether a process was started by the mesh of that folder: its arguments, place or environment name the folder. */
function isOurs(pid: number, folder: string): boolean {
  const process = `/proc/${pid}`;
  try {
    const place = `${readlinkSync(`${process}/cwd`)}/`;
    const traces = [readFileSync(`${process}/cmdline`, 'utf8'), place];
    const environment = readFileSync(`${process}/environ`, 'utf8').split('\0');
    return traces.some((trace) => trace.includes(`${folder}/`)) || environment.includes(`CLUBOS_DIR=${folder}`);
  } catch {
    // It is gone, or it is somebody else's: neither is ours to end.
    return false;
  }
}

/**
 * Ends what a killed mesh left running. Its processes die with it where the kernel can be asked for that; a pid alone
 * proves nothing, since it may be anybody's by now, so only processes that show our folder are touched.
 */
export async function endOrphans(run: Run, folder: string, say: Say): Promise<void> {
  const orphans = Object.entries(run.processes).filter(([, pid]) => isOurs(pid, folder));
  for (const [name, pid] of orphans) {
    say(`Ending ${name} (process ${pid}), which the last run left behind`);
    process.kill(pid, 'SIGTERM');
  }
  const until = Date.now() + graceMs;
  for (const [, pid] of orphans) {
    while (existsSync(`/proc/${pid}`) && Date.now() < until) await pause(20);
    if (isOurs(pid, folder)) process.kill(pid, 'SIGKILL');
  }
}
