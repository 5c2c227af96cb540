import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, type CommandResult } from './run-command.js';

const systemLists = '/var/lib/apt/lists/';

/** apt with a state and a cache of its own, so that it needs no root and changes nothing of the system's. */
export class Apt {
  private readonly config: string;
  private readonly ownLists: string;
  /** The system's package lists until they turn out to be missing or outdated, then an own copy. */
  private lists: string;

  constructor(
    folder: string,
    /** The text of a `sources.list` to use instead of the system's. */
    sources: string | undefined,
  ) {
    this.ownLists = join(folder, 'lists/');
    this.lists = sources === undefined ? systemLists : 'none';
    this.config = join(folder, 'apt.conf');
    for (const path of ['lists/partial', 'state', 'cache/archives/partial']) {
      mkdirSync(join(folder, path), { recursive: true });
    }
    const sourceList = join(folder, 'sources.list');
    if (sources !== undefined) writeFileSync(sourceList, sources);
    const ownSources = [`Dir::Etc::sourcelist "${sourceList}";`, 'Dir::Etc::sourceparts "-";'];
    const settings = [
      `Dir::State "${join(folder, 'state')}";`,
      `Dir::Cache "${join(folder, 'cache')}";`,
      'Dir::State::status "/var/lib/dpkg/status";',
      'APT::Sandbox::User "";',
      'Acquire::Languages "none";',
      'Acquire::Retries "3";',
      // Images of Debian clear the system's cache in these.
      '#clear APT::Update::Post-Invoke;',
      '#clear APT::Update::Post-Invoke-Success;',
      ...(sources === undefined ? [] : ownSources),
    ];
    writeFileSync(this.config, `${settings.join('\n')}\n`);
  }

  /** Downloads the packages into `folder`, with fresh lists if the ones at hand do not do. */
  async download(packages: readonly string[], folder: string, onUpdate: () => void): Promise<CommandResult> {
    const first = await this.run('apt-get', ['download', ...packages], folder);
    if (first.code === 0 || this.lists === this.ownLists) return first;
    onUpdate();
    this.lists = this.ownLists;
    const update = await this.run('apt-get', ['update'], folder);
    const second = await this.run('apt-get', ['download', ...packages], folder);
    return { ...second, stderr: `${update.stderr}\n${second.stderr}` };
  }

  /** The names of the packages these depend on, alternatives included. */
  async dependencies(packages: readonly string[]): Promise<string[]> {
    const { stdout } = await this.run('apt-cache', ['depends', ...packages]);
    return [...stdout.matchAll(/^\s*\|?(?:Pre)?Depends: ([a-z0-9][a-z0-9.+-]*)$/gm)].map((match) => match[1]!);
  }

  private run(command: string, args: readonly string[], cwd = '/'): Promise<CommandResult> {
    return runCommand(command, ['-c', this.config, '-o', `Dir::State::lists=${this.lists}`, ...args], { cwd });
  }
}
