import { setTimeout as pause } from 'node:timers/promises';
import { fail } from '#kernel';
import { LogLines, TiedProcess, type Exit } from '#backing-services';
import { askReady } from './ask-ready.js';
import { seconds, type Say } from './say.js';
import { lastWords, TroubleView } from './trouble.js';

interface ServiceOptions {
  readonly name: string;
  readonly main: string;
  readonly logFile: string;
  /** The environment of one start, and the port on which that start answers `GET /health/ready`. */
  readonly environment: () => Promise<{ healthPort: number; env: Record<string, string | undefined> }>;
  readonly say: Say;
  /** Told whenever there is a process with another pid. */
  readonly onChange: () => void;
  /** Milliseconds to wait before the n-th start in a row that fails, n counting from 0. */
  readonly backoffMs?: (failures: number) => number;
}

/** Exit status for settings or a manifest that do not fit (EX_CONFIG of sysexits.h); starting again would not help. */
const wrongSettings = 78;
/** So many ends before it was ever ready, and whoever waits for it is told not to. */
const hopelessAfter = 3;
const pollMs = 30;
const stopWithinMs = 2500;
/** The longest that a timer waits; some 24 days. */
const forever = 2 ** 31 - 1;
/** One start at once, because most deaths are single; then ever slower, so that a service that cannot live costs little. */
const defaultBackoff = (failures: number): number => (failures === 0 ? 0 : Math.min(250 * 2 ** failures, 10_000));

export const describeExit = ({ code, signal }: Exit): string => signal ?? `exit code ${code}`;

/** One service: a process that is started again whenever it ends, until it is told to stop. */
export class Service {
  private process: TiedProcess | undefined;
  private readonly lines: LogLines;
  private readonly trouble: TroubleView;
  private readonly firstReady = Promise.withResolvers<void>();
  private readonly stopping = new AbortController();
  private readonly backoffMs: (failures: number) => number;
  private running: Promise<void> | undefined;
  private isReady = false;
  private restartWanted = false;
  private interruption = new AbortController();

  constructor(private readonly options: ServiceOptions) {
    this.lines = new LogLines(options.logFile);
    this.trouble = new TroubleView(options.name, options.say);
    this.backoffMs = options.backoffMs ?? defaultBackoff;
    this.firstReady.promise.catch(() => undefined);
  }

  get name(): string {
    return this.options.name;
  }

  get pid(): number | undefined {
    return this.process?.running ? this.process.pid : undefined;
  }

  get ready(): boolean {
    return this.isReady;
  }

  /** Starts it, and from then on keeps it alive. */
  start(): void {
    this.running ??= this.keepAlive();
  }

  /** @throws FailureError when it is not ready in time, keeps ending, or refuses its settings; it goes on trying in any case */
  async untilReady(withinMs: number): Promise<void> {
    const timeout = AbortSignal.any([AbortSignal.timeout(withinMs), this.stopping.signal]);
    const tooLate = new Promise<never>((_, reject) => {
      timeout.addEventListener('abort', () => reject(this.failed(`was not ready within ${withinMs / 1000} s`)));
    });
    await Promise.race([this.firstReady.promise, tooLate]);
  }

  /** What it said last of its own trouble. */
  get lastWords(): string {
    return lastWords(this.lines.last());
  }

  /** Whether it is not started again, because what it was given would be the same. */
  get refuses(): boolean {
    return this.process?.lastExit?.code === wrongSettings;
  }

  /** Ends the process, or the wait for its next start; it is started again at once. */
  async restart(): Promise<void> {
    this.restartWanted = true;
    this.interruption.abort();
    await this.process?.stop('SIGTERM', stopWithinMs);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.process?.stop('SIGTERM', stopWithinMs);
    await this.running;
    this.lines.close();
  }

  kill(): void {
    this.stopping.abort();
    this.process?.kill('SIGKILL');
  }

  private async keepAlive(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted; failures++) {
      const becameReady = await this.runOnce();
      if (becameReady) failures = -1;
      if (failures + 1 === hopelessAfter) this.firstReady.reject(this.failed(`ended ${hopelessAfter} times in a row`));
      if (!this.stopping.signal.aborted) await this.beforeNextStart(failures + 1);
    }
  }

  private async beforeNextStart(failures: number): Promise<void> {
    if (this.restartWanted) {
      this.restartWanted = false;
      this.options.say(`${this.name} starts again with the new files`);
      return;
    }
    const wait = this.backoffMs(failures);
    const when = wait < 1000 ? 'starting it again' : `starting it again in ${Math.round(wait / 1000)} s`;
    if (this.refuses) this.options.say(`${this.name} is not started again: what it was given would be the same`);
    else this.options.say(`${this.name} stopped (${describeExit(this.process!.lastExit!)}), ${when}`);
    this.interruption = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, this.interruption.signal]);
    await pause(this.refuses ? forever : wait, undefined, { signal }).catch(() => undefined);
  }

  /** One life of the process, from start to end; says whether it was ever ready. */
  private async runOnce(): Promise<boolean> {
    const startedAt = performance.now();
    const again = this.process !== undefined;
    const { healthPort, env } = await this.options.environment();
    if (this.stopping.signal.aborted) return false;
    const program = { command: process.execPath, libraryPath: [] };
    const child = new TiedProcess({ program, args: [this.options.main], env }, (line) => {
      this.lines.add(line);
      this.trouble.line(line);
    });
    this.process = child;
    this.options.onChange();
    while (child.running && !(this.isReady = await askReady(healthPort))) {
      await Promise.race([pause(pollMs), child.exited]);
    }
    const becameReady = this.isReady;
    if (becameReady) {
      this.options.say(`${this.name} is ready${again ? ' again' : ''} (${seconds(startedAt)})`);
      this.firstReady.resolve();
    }
    const exit = await child.exited;
    this.isReady = false;
    if (exit.code === wrongSettings) this.firstReady.reject(this.failed('does not accept what it was given'));
    return becameReady;
  }

  private failed(what: string) {
    return fail('unavailable', `${this.name} ${what}: ${this.lastWords}`);
  }
}
