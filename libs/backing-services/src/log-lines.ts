import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** What one process said: the last lines in memory, and all of them in a file where one is given. */
export class LogLines {
  private readonly lines: string[] = [];
  private descriptor: number | undefined;
  private written = 0;
  private closed = false;

  /**
   * @param kept lines held in memory
   * @param largest bytes after which the file begins anew; the one before is kept as `<file>.1`
   */
  constructor(
    private readonly file?: string,
    private readonly kept = 200,
    private readonly largest = 20 * 1024 * 1024,
  ) {
    if (file !== undefined) mkdirSync(dirname(file), { recursive: true });
  }

  add(line: string): void {
    this.lines.push(line);
    if (this.lines.length > this.kept) this.lines.shift();
    if (this.file === undefined || this.closed) return;
    if (this.descriptor === undefined || this.written > this.largest) this.begin(this.file);
    this.written += writeSync(this.descriptor!, `${line}\n`);
  }

  last(count = this.kept): string {
    return this.lines.slice(-count).join('\n');
  }

  close(): void {
    this.closed = true;
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  private begin(file: string): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    if (existsSync(file)) renameSync(file, `${file}.1`);
    this.descriptor = openSync(file, 'w');
    this.written = 0;
  }
}
