import { closeSync, openSync, writeSync } from 'node:fs';

const atOnce = 64 * 1024;

/** Ids as they came by HTTP, one a line in a file, for the auditor; none are kept in memory for long. */
export class HeardIds {
  private readonly file: number;
  private text = '';

  constructor(path: string) {
    this.file = openSync(path, 'a');
  }

  add(id: string): void {
    this.text += `${id}\n`;
    if (this.text.length > atOnce) this.flush();
  }

  close(): void {
    this.flush();
    closeSync(this.file);
  }

  private flush(): void {
    writeSync(this.file, this.text);
    this.text = '';
  }
}
