import type { Logger } from '#platform/logging';
import { reindexSops, type Reindexing } from './reindex-sops.js';

/** Milliseconds between two looks for what was indexed by another method. */
const lookEveryMs = 30_000;

/**
 * Sees to it, from the start and then again and again, that everything is indexed by today's method: after the embedder
 * or the analyzer was changed, and after the built-in embedder had to step in.
 */
export class IndexKeeper {
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly reindexing: Reindexing,
    private readonly logger: Pick<Logger, 'info' | 'warn'>,
  ) {}

  start(): void {
    this.looking = this.look();
  }

  /** Waits for the SOP that is being indexed. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    const { signal } = this.stopping;
    try {
      const { done, left } = await reindexSops(this.reindexing, signal);
      if (done > 0 || left > 0) this.logger.info({ done, left }, 'SOPs were indexed anew');
    } catch (error) {
      if (!signal.aborted) this.logger.warn({ err: error }, 'SOPs could not be indexed anew; it is tried again');
    }
    if (signal.aborted) return;
    this.timer = setTimeout(() => this.start(), lookEveryMs);
    this.timer.unref();
  }
}
