import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const points = z.array(z.tuple([z.number(), z.number()]));

const plotSchema = z.object({
  title: z.string(),
  x: z.object({ label: z.string(), scale: z.enum(['linear', 'log']) }),
  y: z.object({ label: z.string(), scale: z.enum(['linear', 'log']) }),
  lines: z.array(z.object({ name: z.string(), points })),
});
/** Lines over one pair of axes. */
export type Plot = z.infer<typeof plotSchema>;

const tableSchema = z.object({
  title: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
});
export type Table = z.infer<typeof tableSchema>;

const verdictSchema = z.object({
  bar: z.string(),
  held: z.boolean(),
  /** What was measured, in words. */
  figure: z.string(),
  /** How the run was less than the bar asks for; null where it was not. */
  short: z.string().nullable(),
});
export type Verdict = z.infer<typeof verdictSchema>;

const resultSchema = z.object({
  name: z.string(),
  command: z.string(),
  at: z.string(),
  machine: z.object({ cores: z.number(), processor: z.string(), memoryGiB: z.number() }),
  versions: z.record(z.string(), z.string()),
  workload: z.array(z.string()),
  tables: z.array(tableSchema),
  plots: z.array(plotSchema),
  verdicts: z.array(verdictSchema),
});
/** What one run of a benchmark found. */
export type BenchResult = z.infer<typeof resultSchema>;

const folderOf = (root: string): string => join(root, 'bench-results');

export function machine(): BenchResult['machine'] {
  const [processor] = cpus();
  return {
    cores: cpus().length,
    processor: processor?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
}

/** Writes `bench-results/<name>.json`, in place of the one before. @returns its path */
export function saveResult(root: string, result: Omit<BenchResult, 'at' | 'machine'>, now = new Date()): string {
  const folder = folderOf(root);
  mkdirSync(folder, { recursive: true });
  const whole: BenchResult = { ...result, at: now.toISOString(), machine: machine() };
  const path = join(folder, `${result.name}.json`);
  writeFileSync(path, `${JSON.stringify(whole, null, 1)}\n`);
  return path;
}

/** Every result that is there, by name. @throws ZodError for one that was written by another release */
export function readResults(root: string): BenchResult[] {
  const folder = folderOf(root);
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => resultSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}
