import type { Embedder, EmbedOptions } from '#ai';
import { Deadline, systemClock, type Clock } from '#kernel';

export interface Guard {
  /** The longest one call may take, in milliseconds; never more than half of what its caller has left. */
  readonly withinMs: number;
  readonly onProblem: (problem: unknown) => void;
  readonly clock?: Clock;
}

/** So many failures in a row, and for so many milliseconds nobody is asked. */
const failuresUntilOpen = 3;
const openForMs = 5000;

/** An embedder that can be done without: it takes no longer than it may, and is left alone while it keeps failing. */
export class GuardedEmbedder {
  private readonly clock: Clock;
  private failures = 0;
  private tryAgainAt = 0;

  constructor(
    private readonly embedder: Embedder,
    private readonly guard: Guard,
  ) {
    this.clock = guard.clock ?? systemClock;
  }

  get id(): string {
    return this.embedder.id;
  }

  /**
   * The vectors; `undefined` when they cannot be had now.
   * @throws what the signal was aborted with
   */
  async embed(texts: readonly string[], { deadline, signal }: EmbedOptions = {}): Promise<Float32Array[] | undefined> {
    signal?.throwIfAborted();
    if (!this.mayTry()) return undefined;
    const { withinMs, onProblem } = this.guard;
    const within = Deadline.in(Math.min(withinMs, (deadline?.remaining() ?? Infinity) / 2), this.clock);
    try {
      const vectors = await this.embedder.embed(texts, { deadline: within, ...(signal ? { signal } : {}) });
      this.failures = 0;
      return vectors;
    } catch (problem) {
      signal?.throwIfAborted();
      this.failures += 1;
      this.tryAgainAt = this.clock.now() + openForMs;
      onProblem(problem);
      return undefined;
    }
  }

  /** While it keeps failing, one caller in so many milliseconds tries whether it works again. */
  private mayTry(): boolean {
    if (this.failures < failuresUntilOpen) return true;
    if (this.clock.now() < this.tryAgainAt) return false;
    this.tryAgainAt = this.clock.now() + openForMs;
    return true;
  }
}
