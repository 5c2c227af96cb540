import { setTimeout as pause } from 'node:timers/promises';
import type { BackingService } from '#backing-services';
import { seconds, type Say } from './say.js';
import { describeExit } from './service.js';

const longestBackoffMs = 5000;

/** A server of ours that is started again, on the same port with the same data, whenever it ends. */
export class KeptServer {
  private readonly stopping = new AbortController();
  private readonly watching: Promise<void>;

  constructor(
    readonly name: string,
    private readonly server: BackingService,
    private readonly say: Say,
    private readonly onChange: () => void,
  ) {
    this.watching = this.watch();
  }

  get url(): string {
    return this.server.url;
  }

  get pid(): number {
    return this.server.pid;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.server.stop();
    await this.watching;
  }

  kill(): void {
    this.stopping.abort();
    this.server.kill('SIGKILL');
  }

  private async watch(): Promise<void> {
    for (;;) {
      const exit = await this.server.exited;
      if (this.stopping.signal.aborted) return;
      this.say(`${this.name} stopped (${describeExit(exit)}), starting it again`);
      await this.bringBack();
    }
  }

  private async bringBack(): Promise<void> {
    const startedAt = performance.now();
    for (let wait = 100; !this.stopping.signal.aborted; wait = Math.min(2 * wait, longestBackoffMs)) {
      try {
        await this.server.restart();
        this.onChange();
        this.say(`${this.name} is ready again (${seconds(startedAt)})`);
        return;
      } catch (error) {
        this.say(`${this.name} could not be started again: ${(error as Error).message}`);
      }
      await pause(wait, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }
}
