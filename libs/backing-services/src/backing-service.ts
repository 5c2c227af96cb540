import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { fail } from '#kernel';
import { LogLines } from './log-lines.js';
import { freePort, portIsFree } from './ports.js';
import { TiedProcess, type Exit, type Launch } from './tied-process.js';

/** A server of ours that runs: NATS, Redis or PostgreSQL, on the loopback address, ended with this process at the latest. */
export interface BackingService {
  readonly name: string;
  readonly url: string;
  readonly port: number;
  /** Of the process that runs now, or ran last. */
  readonly pid: number;
  /** How the process that runs now ends; a new promise after every restart. */
  readonly exited: Promise<Exit>;
  /** Orderly, then by force. Safe to call twice. */
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** The same port and the same data; a server that still runs is stopped first, one that was killed is started again. */
  restart(): Promise<void>;
  /** The last lines it said. */
  log(): string;
}

/** What is special about one kind of server. */
interface Recipe {
  readonly name: string;
  readonly port?: number | undefined;
  readonly logFile?: string | undefined;
  readonly startWithinMs: number;
  readonly stopSignal: NodeJS.Signals;
  readonly stopWithinMs: number;
  url(port: number): string;
  /** `identity` is a fresh random word the server is to give back, which is how we know it is ours that answers. */
  launch(port: number, identity: string): Launch | Promise<Launch>;
  /** Speaks the server's protocol; false, or an error, while it is not ready or not ours. */
  isReady(server: { port: number; identity: string; pid: number }): Promise<boolean>;
  /** After the last stop: what lies on disk only for this run. */
  cleanUp?(): void;
}

const startTries = 5;
const pollMs = 10;

class Server implements BackingService {
  port: number;
  private process: TiedProcess | undefined;
  private readonly lines: LogLines;

  constructor(private readonly recipe: Recipe) {
    this.port = recipe.port ?? 0;
    this.lines = new LogLines(recipe.logFile);
  }

  get name(): string {
    return this.recipe.name;
  }

  get url(): string {
    return this.recipe.url(this.port);
  }

  get pid(): number {
    return this.current.pid ?? -1;
  }

  get exited(): Promise<Exit> {
    return this.current.exited;
  }

  /** Between choosing a free port and binding it somebody else may take it; then another one is chosen. */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      if (this.recipe.port === undefined) this.port = await freePort();
      try {
        return await this.startOnce();
      } catch (error) {
        if (this.recipe.port !== undefined || attempt === startTries || (await portIsFree(this.port))) {
          this.finish();
          throw error;
        }
      }
    }
  }

  async stop(): Promise<void> {
    await this.current.stop(this.recipe.stopSignal, this.recipe.stopWithinMs);
    this.finish();
  }

  kill(signal: NodeJS.Signals): void {
    this.current.kill(signal);
  }

  async restart(): Promise<void> {
    await this.current.stop(this.recipe.stopSignal, this.recipe.stopWithinMs);
    await this.startOnce();
  }

  log(): string {
    return this.lines.last();
  }

  private get current(): TiedProcess {
    if (!this.process) throw new Error(`${this.name} was never started.`);
    return this.process;
  }

  private finish(): void {
    this.lines.close();
    this.recipe.cleanUp?.();
  }

  private async startOnce(): Promise<void> {
    const identity = randomUUID();
    const launch = await this.recipe.launch(this.port, identity);
    const child = new TiedProcess(launch, (line) => this.lines.add(line));
    this.process = child;
    const tooLate = AbortSignal.timeout(this.recipe.startWithinMs);
    let reason = '';
    while (child.running && child.pid !== undefined && !tooLate.aborted) {
      try {
        if (await this.recipe.isReady({ port: this.port, identity, pid: child.pid })) return;
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
      }
      await Promise.race([pause(pollMs), child.exited]);
    }
    throw await this.startFailed(child, reason);
  }

  private async startFailed(child: TiedProcess, reason: string) {
    const inTime = !child.running;
    const exit = await child.stop('SIGKILL', 0);
    const taken = !(await portIsFree(this.port)) ? `Port ${this.port} is taken by another program. ` : '';
    const how = inTime
      ? `it ended with ${exit.signal ?? `exit code ${exit.code}`}`
      : `it did not answer within ${this.recipe.startWithinMs / 1000} s (${reason})`;
    const message = `${taken}${this.name} did not start: ${how}.`;
    return fail('unavailable', message, `${message}\n${this.lines.last(12)}`);
  }
}

/** Starts a server and waits until it answers, and answers as ours. */
export async function startServer(recipe: Recipe): Promise<BackingService> {
  const server = new Server(recipe);
  await server.start();
  return server;
}
