import { readdirSync, readFileSync } from 'node:fs';
import { fieldsOf, sampleProcess } from '../watch/process-sample.js';

export interface TreeSample {
  readonly processes: number;
  readonly residentMib: number;
  /** Of those that are still there. */
  readonly processorSeconds: number;
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(fieldsOf(readFileSync(`/proc/${pid}/stat`, 'utf8'))[1]);
  } catch {
    // It has ended since it was listed.
    return undefined;
  }
}

/** A process and everything it started, as Linux tells it; pages that several share count for each. */
export function sampleTree(root: number): TreeSample {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(pids.map((pid) => [pid, parentOf(pid)]));
  const isBelow = (pid: number | undefined): boolean =>
    pid === root || (pid !== undefined && pid > 1 && isBelow(parents.get(pid)));
  const samples = pids.filter(isBelow).flatMap((pid) => sampleProcess(pid) ?? []);
  return {
    processes: samples.length,
    residentMib: samples.reduce((sum, { residentKib }) => sum + residentKib, 0) / 1024,
    processorSeconds: samples.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0),
  };
}
