import { readFileSync } from 'node:fs';

/** What a process holds and has used at one moment. */
export interface ProcessSample {
  /** KiB in memory (`VmRSS`). */
  readonly residentKib: number;
  /** Seconds of processor time since its start, in user mode and in the kernel. */
  readonly processorSeconds: number;
}

/** Of Linux on every machine this runs on (`getconf CLK_TCK`). */
const ticksPerSecond = 100;

/** As `/proc` tells it; null for a process that is gone. */
export function sampleProcess(pid: number): ProcessSample | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return readSample(status, stat);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}

/** From the third on: the name before them may hold anything, so they are counted from after it. */
export const fieldsOf = (stat: string): string[] => stat.slice(stat.lastIndexOf(')') + 2).split(' ');

/** utime and stime are the 14th and 15th field. */
export function readSample(status: string, stat: string): ProcessSample {
  const fields = fieldsOf(stat);
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { residentKib: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0), processorSeconds: ticks / ticksPerSecond };
}
