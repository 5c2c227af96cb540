import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivately } from './write-privately.js';

const runSchema = z.object({
  gatewayUrl: z.string(),
  /** There is no dashboard; whoever looks for one finds that here. */
  webUrl: z.null(),
  apiKey: z.string(),
  databaseUrl: z.string(),
  natsUrl: z.string(),
  redisUrl: z.string(),
  /** The process that watches over the others. */
  pid: z.int(),
  /** By name; a process that was started again has its new pid here. */
  processes: z.record(z.string(), z.int()),
});
/** What a mesh that is ready says of itself, in `.clubos/run.json`. */
export type Run = z.infer<typeof runSchema>;

/** The file that is there while the mesh is ready, and only then. */
export class RunFile {
  private readonly file: string;

  constructor(folder: string) {
    this.file = join(folder, 'run.json');
  }

  write(run: Run): void {
    writePrivately(this.file, run);
  }

  remove(): void {
    rmSync(this.file, { force: true });
  }

  /** What a mesh wrote that runs, or that was killed; undefined when there is none, or it cannot be read. */
  read(): Run | undefined {
    if (!existsSync(this.file)) return undefined;
    try {
      return runSchema.parse(JSON.parse(readFileSync(this.file, 'utf8')));
    } catch {
      return undefined;
    }
  }
}
