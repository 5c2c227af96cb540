import { readFileSync } from 'node:fs';
import type { Mesh } from '#testing/mesh';

export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Prints how some values lie, and returns them in order. */
export function report(name: string, values: readonly number[]): readonly number[] {
  const sorted = values.toSorted((one, other) => one - other);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(sorted, share).toFixed(1));
  console.log(`${name}: p50 ${p50}, p95 ${p95}, p99 ${p99}, max ${sorted.at(-1)?.toFixed(1)} (${sorted.length})`);
  return sorted;
}

/** KiB of a process of the mesh that are in memory. */
export const residentKib = (mesh: Mesh, name = 'gateway'): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${mesh.run.processes[name]}/status`, 'utf8'))?.[1]);
