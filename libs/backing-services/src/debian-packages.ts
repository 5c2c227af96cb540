import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '#kernel';
import { Apt } from './apt.js';
import { exclusively } from './exclusive.js';
import { lastLines, runCommand } from './run-command.js';

/** A program and the packages of Debian that bring it; the libraries it needs are found by asking the program itself. */
export interface PackagedProgram {
  readonly name: string;
  readonly packages: readonly string[];
  /** Where the packages put it, relative to the root they are unpacked into. */
  readonly path: string;
}

interface InstallOptions {
  /** Holds one folder for each program. */
  readonly folder: string;
  /** The text of a `sources.list` to use instead of the system's. */
  readonly sources?: string | undefined;
  readonly onProgress?: ((line: string) => void) | undefined;
}

/** The folders below an unpacked root in which the dynamic linker finds libraries. */
export function libraryFolders(root: string): string[] {
  const parents = ['usr/lib', 'lib'].map((path) => join(root, path)).filter((path) => existsSync(path));
  return parents.flatMap((parent) =>
    readdirSync(parent)
      .filter((name) => name.endsWith('-linux-gnu'))
      .map((name) => join(parent, name)),
  );
}

const unavailable = (name: string, why: string) =>
  fail('unavailable', `${name} ${why.replaceAll('\n', '; ')}. Install it, or put it into .clubos/bin.`);

class Installation {
  private readonly apt: Apt;
  private readonly downloads: string;

  constructor(
    private readonly program: PackagedProgram,
    private readonly root: string,
    private readonly options: InstallOptions,
  ) {
    this.apt = new Apt(join(options.folder, 'apt'), options.sources);
    this.downloads = join(root, 'downloads');
    mkdirSync(this.downloads, { recursive: true });
  }

  async run(): Promise<void> {
    this.say(`Fetching ${this.program.name} from Debian's packages`);
    await this.unpack(this.program.packages);
    if (!existsSync(join(this.root, this.program.path))) throw this.failed(`the packages hold no ${this.program.path}`);
    let newest: readonly string[] = this.program.packages;
    for (let missing = await this.missingLibraries(); missing.length > 0; missing = await this.missingLibraries()) {
      newest = await this.absentLibrariesOf(newest);
      if (newest.length === 0) throw this.failed(`no package was found for ${missing.join(', ')}`);
      await this.unpack(newest);
    }
    rmSync(this.downloads, { recursive: true });
  }

  private async unpack(packages: readonly string[]): Promise<void> {
    const before = new Set(readdirSync(this.downloads));
    const result = await this.apt.download(packages, this.downloads, () => this.say("Updating Debian's package lists"));
    if (result.code !== 0) throw this.failed(lastLines(result.stderr));
    for (const archive of readdirSync(this.downloads).filter((name) => name.endsWith('.deb') && !before.has(name))) {
      const unpacked = await runCommand('dpkg', ['-x', join(this.downloads, archive), this.root]);
      if (unpacked.code !== 0) throw this.failed(lastLines(unpacked.stderr));
    }
  }

  private async missingLibraries(): Promise<string[]> {
    const command = join(this.root, this.program.path);
    const path = libraryFolders(this.root).join(':');
    const { stdout } = await runCommand('env', [`LD_LIBRARY_PATH=${path}`, 'LC_ALL=C', 'ldd', command]);
    return [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]!);
  }

  /** The libraries these packages depend on and the system does not have. */
  private async absentLibrariesOf(packages: readonly string[]): Promise<string[]> {
    const dependencies = await this.apt.dependencies(packages);
    // The C library is the system's or nothing works; the compiler behind PostgreSQL's JIT is large and optional.
    const libraries = dependencies.filter((name) => /^(lib|lua-)/.test(name) && !/^lib(c6|gcc-s1|llvm\d+)$/.test(name));
    const absent = new Set(libraries);
    const installed = await runCommand('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...absent]);
    for (const [, name] of installed.stdout.matchAll(/^(\S+) installed$/gm)) absent.delete(name!);
    return [...absent];
  }

  private say(line: string): void {
    this.options.onProgress?.(line);
  }

  private failed(why: string) {
    return unavailable(this.program.name, `could not be fetched from Debian's packages: ${why}`);
  }
}

/**
 * Unpacks a program of Debian's into `<folder>/<name>`, without root and without touching the system. Two processes do not
 * do it at once, and a half-done one is never taken for a whole one: the folder gets its name when it is complete.
 * @returns the root it was unpacked into
 * @throws FailureError `unavailable` with one sentence that says what was missing
 */
export async function installFromDebian(program: PackagedProgram, options: InstallOptions): Promise<string> {
  const root = join(options.folder, program.name);
  const complete = (): boolean => existsSync(join(root, program.path));
  if (complete()) return root;
  for (const tool of ['apt-get', 'dpkg']) {
    if ((await runCommand(tool, ['--version'])).code === 0) continue;
    throw unavailable(program.name, `is not installed, and there is no ${tool} to fetch it with`);
  }
  await exclusively(`install ${options.folder}`, async () => {
    if (complete()) return;
    const draft = `${root}.draft`;
    rmSync(draft, { recursive: true, force: true });
    await new Installation(program, draft, options).run();
    rmSync(root, { recursive: true, force: true });
    renameSync(draft, root);
  });
  return root;
}
