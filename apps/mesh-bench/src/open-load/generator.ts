import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadPlan } from './plan.js';
import type { LoadRun } from './run-load.js';
import type { Second } from './tally.js';

type Message = { readonly second: Second } | { readonly run: LoadRun } | { readonly failed: string };

/** A generator in a process of its own, so that what it costs is seen apart from what it measures. */
export class Generator {
  private constructor(private readonly child: ChildProcess) {}

  static start(): Generator {
    return new Generator(fork(join(import.meta.dirname, 'load-process.js'), [], { stdio: 'inherit' }));
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
