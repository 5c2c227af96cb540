import { renameSync, writeFileSync } from 'node:fs';

/** Writes JSON that only we may read, whole or not at all. */
export function writePrivately(file: string, value: unknown): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
