import type { Embedder } from '#ai';
import { Deadline, systemClock, type Clock } from '#kernel';
import type { SearchCall } from './search-knowledge.js';

/** Milliseconds a search waits for the embedding of its question; without it, it goes by words alone. */
const embedWithinMs = 1000;
/** So many failures in a row, and for so many milliseconds nobody is asked. */
const failuresUntilOpen = 3;
const openForMs = 5000;

/**
 * Embeds questions while somebody waits for the answer: in bounded time, and not at all while the provider keeps failing.
 */
export class QueryEmbedder {
  private failures = 0;
  private tryAgainAt = 0;

  constructor(
    private readonly embedder: Embedder,
    private readonly onProblem: (problem: unknown) => void,
    private readonly clock: Clock = systemClock,
  ) {}

  get id(): string {
    return this.embedder.id;
  }

  /** The embedding; `undefined` when it cannot be had now. */
  async embed(text: string, { deadline, signal }: SearchCall): Promise<Float32Array | undefined> {
    if (!this.mayTry()) return undefined;
    try {
      const within = Deadline.in(Math.min(embedWithinMs, deadline.remaining() / 2), this.clock);
      const [vector] = await this.embedder.embed([text], { deadline: within, signal });
      this.failures = 0;
      return vector;
    } catch (problem) {
      signal.throwIfAborted();
      this.failures += 1;
      this.tryAgainAt = this.clock.now() + openForMs;
      this.onProblem(problem);
      return undefined;
    }
  }

  /** While it keeps failing, one question in so many milliseconds tries whether it works again. */
  private mayTry(): boolean {
    if (this.failures < failuresUntilOpen) return true;
    if (this.clock.now() < this.tryAgainAt) return false;
    this.tryAgainAt = this.clock.now() + openForMs;
    return true;
  }
}
