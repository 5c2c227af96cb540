import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './lint-texts.js';

/** A workspace in a folder of its own, with libraries that are nothing but a name and tags. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'clubos-lint-'));

  constructor() {
    for (const file of ['nx.json', 'tsconfig.base.json']) cpSync(join(projectRoot, file), join(this.folder, file));
    this.write('package.json', { name: 'tags', private: true });
  }

  /** Imported as `#<name>`, as every library is. */
  addLibrary(name: string, tags: readonly string[]): void {
    mkdirSync(join(this.folder, 'libs', name), { recursive: true });
    this.write(`libs/${name}/project.json`, { name, projectType: 'library', sourceRoot: `libs/${name}/src`, tags });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private write(path: string, content: unknown): void {
    writeFileSync(join(this.folder, path), JSON.stringify(content));
  }
}
