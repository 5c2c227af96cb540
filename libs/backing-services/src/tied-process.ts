import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { libraryEnvironment, type Program } from './programs.js';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Launch {
  readonly program: Program;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment; ours where it is absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What stands in the environment beside it. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Who it runs as, where that is not who we are. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

const setpriv = '/usr/bin/setpriv';

/**
 * `setpriv` asks the kernel to kill the process when its parent dies, however that dies, and then becomes the program, so
 * the pid is the program's own; a watchdog process would itself have to be watched. It is part of util-linux, which every
 * Debian has; elsewhere a program outlives a parent that is killed with SIGKILL.
 * `env` is there because the settings of this process are not ours to read, only to add to.
 */
function commandLine({ program, args, variables = {} }: Launch): [string, string[]] {
  const tie = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', '--'] : [];
  const [command, ...rest] = [
    ...tie,
    '/usr/bin/env',
    'LC_ALL=C.UTF-8',
    ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    ...libraryEnvironment(program),
    program.command,
    ...args,
  ];
  return [command!, rest];
}

/** A child process that dies with this one and hands over its output line by line. */
export class TiedProcess {
  readonly exited: Promise<Exit>;
  private readonly child: ChildProcess;
  private exit: Exit | undefined;

  constructor(launch: Launch, onLine: (line: string) => void) {
    const [command, args] = commandLine(launch);
    // A process group of its own: Ctrl-C in a terminal reaches us only, and we stop our children in order.
    this.child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      ...(launch.cwd !== undefined && { cwd: launch.cwd }),
      ...(launch.env && { env: launch.env }),
      ...launch.user,
    });
    for (const stream of [this.child.stdout, this.child.stderr]) createInterface({ input: stream! }).on('line', onLine);
    this.exited = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null): void => resolve((this.exit = { code, signal }));
      this.child.once('error', (error) => {
        onLine(error.message);
        end(-1, null);
      });
      this.child.once('close', end);
    });
  }

  /** Undefined when it could not be started at all. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  get running(): boolean {
    return this.exit === undefined;
  }

  get lastExit(): Exit | undefined {
    return this.exit;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Asks it to end, insists with SIGKILL after `withinMs`, and waits until it is gone. */
  async stop(signal: NodeJS.Signals, withinMs: number): Promise<Exit> {
    if (this.running) {
      this.kill(signal);
      // A frozen process (SIGSTOP) would never see the signal.
      this.kill('SIGCONT');
    }
    const insist = setTimeout(() => this.kill('SIGKILL'), withinMs);
    const exit = await this.exited;
    clearTimeout(insist);
    return exit;
  }
}
