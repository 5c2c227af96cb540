import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';

/** What a server said: the last lines in memory, all of them in a file where one is given. */
export class LogLines {
  private readonly lines: string[] = [];
  private readonly stream: WriteStream | undefined;

  constructor(
    file: string | undefined,
    private readonly kept = 200,
  ) {
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    this.stream = createWriteStream(file, { flags: 'a' });
  }

  add(line: string): void {
    this.lines.push(line);
    if (this.lines.length > this.kept) this.lines.shift();
    this.stream?.write(`${line}\n`);
  }

  last(count = this.kept): string {
    return this.lines.slice(-count).join('\n');
  }

  close(): Promise<void> {
    const { stream } = this;
    return stream ? new Promise((resolve) => stream.end(() => resolve())) : Promise.resolve();
  }
}
