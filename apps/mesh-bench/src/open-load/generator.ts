import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sourceFlags } from '#backing-services';
import type { LoadPlan } from './plan.js';
import type { LoadRun } from './run-load.js';
import type { Second } from './tally.js';

type Message = { readonly second: Second } | { readonly run: LoadRun } | { readonly failed: string };

/** In a test this file is the source, and so is the child. */
const runsSource = import.meta.url.endsWith('.ts');
const child = fileURLToPath(new URL(runsSource ? './load-process.ts' : './load-process.js', import.meta.url));

/** A generator in a process of its own, so that what it costs is seen apart from what it measures. */
export class Generator {
  private constructor(private readonly child: ChildProcess) {}

  static start(): Generator {
    const execArgv = runsSource ? sourceFlags() : [];
    return new Generator(fork(child, [], { execArgv: [...execArgv], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** One run at a time. */
  async run(plan: LoadPlan, onSecond: (second: Second) => void = () => undefined): Promise<LoadRun> {
    const { child } = this;
    return new Promise((resolve, reject) => {
      const hear = (message: Message): void => {
        if ('second' in message) return onSecond(message.second);
        child.off('message', hear).off('exit', gone);
        if ('run' in message) resolve(message.run);
        else reject(new Error(message.failed));
      };
      const gone = (): void => reject(new Error('the load generator ended before its run did'));
      child.on('message', hear).once('exit', gone);
      child.send(plan);
    });
  }

  async stop(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.disconnect();
    await exited;
  }
}
