import { cpus, totalmem } from 'node:os';
import type { LoadResult } from './load.js';

const cell = (value: number, digits = 1): string => value.toFixed(digits).padStart(9);

/** What it ran on, so that a figure can be compared with another. */
export function printMachine(versions: Readonly<Record<string, string>>): void {
  const [processor] = cpus();
  console.log(
    `machine: ${cpus().length} x ${processor?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  );
  console.log(
    `versions: ${Object.entries({ node: process.version, ...versions })
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
  );
}

/**
 * A row for each run; `other` are replies that were asked back, escalated, degraded or refused, and not answered. The load generator gives the 97.5th percentile, not the 95th: what is below it is below both.
 */
export function printLoads(results: readonly LoadResult[]): void {
  console.log(
    `${'run'.padEnd(44)}${['req/s', 'p50 ms', 'p97.5 ms', 'p99 ms', 'max ms', 'errors', 'other'].map((name) => name.padStart(9)).join('')}`,
  );
  for (const { name, requestsPerSecond, p50, p97_5, p99, max, errors, replied, answered } of results) {
    console.log(
      `${name.padEnd(44)}${cell(requestsPerSecond, 0)}${[p50, p97_5, p99, max].map((value) => cell(value)).join('')}${cell(errors, 0)}${cell(replied - answered, 0)}`,
    );
  }
}
