import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '#kernel';
import { exclusively } from './exclusive.js';
import { lastLines, runCommand } from './run-command.js';

/** A program and the packages of Debian that bring it; the libraries it needs are found by asking the program itself. */
export interface PackagedProgram {
  readonly name: string;
  readonly packages: readonly string[];
  /** Where the packages put it, relative to the root they are unpacked into. */
  readonly path: string;
}

export interface InstallOptions {
  /** Holds one folder for each program. */
  readonly folder: string;
  readonly onProgress?: (line: string) => void;
}

/** The folders below an unpacked root in which the dynamic linker finds libraries. */
export function libraryFolders(root: string): string[] {
  return ['usr/lib', 'lib']
    .map((path) => join(root, path))
    .filter((path) => existsSync(path))
    .flatMap((path) =>
      readdirSync(path)
        .filter((name) => name.endsWith('-linux-gnu'))
        .map((name) => join(path, name)),
    );
}

/**
 * apt with a state and a cache of its own, so that it needs no root and changes nothing of the system's.
 * `lists` is where the package lists are: the system's first, an own copy when those are missing or outdated.
 */
function aptOptions(folder: string, lists: string): string[] {
  for (const path of ['state/lists/partial', 'cache/archives/partial']) mkdirSync(join(folder, path), { recursive: true });
  const file = join(folder, 'apt.conf');
  writeFileSync(
    file,
    [
      `Dir::State "${folder}/state";`,
      `Dir::Cache "${folder}/cache";`,
      'Dir::State::status "/var/lib/dpkg/status";',
      'APT::Sandbox::User "";',
      'Acquire::Languages "none";',
      'Acquire::Retries "3";',
      '#clear APT::Update::Post-Invoke;',
      '#clear APT::Update::Post-Invoke-Success;',
      '',
    ].join('\n'),
  );
  return ['-c', file, '-o', `Dir::State::lists=${lists}`];
}

class Installation {
  private readonly downloads: string;
  private lists = '/var/lib/apt/lists/';

  constructor(
    private readonly program: PackagedProgram,
    private readonly root: string,
    private readonly aptFolder: string,
    private readonly say: (line: string) => void,
  ) {
    this.downloads = join(root, 'downloads');
    mkdirSync(this.downloads, { recursive: true });
  }

  async run(): Promise<void> {
    this.say(`Fetching ${this.program.name} from Debian's packages`);
    await this.unpack(this.program.packages);
    let newest: readonly string[] = this.program.packages;
    for (let missing = await this.missingLibraries(); missing.length > 0; missing = await this.missingLibraries()) {
      newest = await this.absentLibrariesOf(newest);
      if (newest.length === 0) throw this.failed(`no package was found for ${missing.join(', ')}`);
      await this.unpack(newest);
    }
    rmSync(this.downloads, { recursive: true });
  }

  private apt(command: string, args: readonly string[]) {
    return runCommand(command, [...aptOptions(this.aptFolder, this.lists), ...args], { cwd: this.downloads });
  }

  private async unpack(packages: readonly string[]): Promise<void> {
    const before = new Set(readdirSync(this.downloads));
    let result = await this.apt('apt-get', ['download', ...packages]);
    const ownLists = join(this.aptFolder, 'state/lists/');
    if (result.code !== 0 && this.lists !== ownLists) {
      this.say("Updating the lists of Debian's packages");
      this.lists = ownLists;
      const update = await this.apt('apt-get', ['update']);
      result = await this.apt('apt-get', ['download', ...packages]);
      if (result.code !== 0) throw this.failed(lastLines(`${update.stderr}\n${result.stderr}`));
    }
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

  /** The libraries these packages depend on and the system does not have; the compiler behind JIT is left out, being optional. */
  private async absentLibrariesOf(packages: readonly string[]): Promise<string[]> {
    const { stdout } = await this.apt('apt-cache', ['depends', '--no-recommends', '--no-suggests', ...packages]);
    const libraries = new Set(
      [...stdout.matchAll(/^\s*\|?(?:Pre)?Depends: ((?:lib|lua-)\S+)$/gm)]
        .map((match) => match[1]!)
        .filter((name) => !/^lib(c6|gcc-s1|llvm\d+)$/.test(name)),
    );
    const installed = await runCommand('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...libraries]);
    for (const [, name] of installed.stdout.matchAll(/^(\S+) installed$/gm)) libraries.delete(name!);
    return [...libraries];
  }

  private failed(why: string) {
    const advice = `Install it, or put it into .clubos/bin.`;
    return fail('unavailable', `${this.program.name} could not be fetched from Debian's packages: ${why} ${advice}`);
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
    if ((await runCommand(tool, ['--version'])).code !== 0) {
      const message = `${program.name} is not installed and there is no ${tool} to fetch it with; install it, or put it into .clubos/bin.`;
      throw fail('unavailable', message);
    }
  }
  await exclusively(`install ${options.folder}`, async () => {
    if (complete()) return;
    const draft = `${root}.draft`;
    rmSync(draft, { recursive: true, force: true });
    const say = options.onProgress ?? (() => undefined);
    await new Installation(program, draft, join(options.folder, 'apt'), say).run();
    rmSync(root, { recursive: true, force: true });
    renameSync(draft, root);
  });
  return root;
}
