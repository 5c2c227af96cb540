import { Deadline, nextTurn, toFailure, type Clock, type Failure } from '#kernel';
import type { Append, Appended } from '../event.js';
import type { EventStore } from '../event-store.js';

export interface BatchLimits {
  readonly maxBatch: number;
  readonly commitTimeoutMs: number;
  readonly clock: Clock;
}

interface Waiting {
  readonly append: Append;
  readonly settle: PromiseWithResolvers<Appended>;
}

export type Outcome = PromiseSettledResult<Appended>;

/** Whether the database did not answer, as opposed to refusing. */
export const isAway = (outcome: Outcome): boolean =>
  outcome.status === 'rejected' && toFailure(outcome.reason).retryable;

function settle({ settle: { resolve, reject } }: Waiting, outcome: Outcome): void {
  if (outcome.status === 'fulfilled') resolve(outcome.value);
  else reject(outcome.reason as Error);
}

/** The queue of appends that wait for a commit, and the loop that commits them, one batch after the other. */
export class Batches {
  private queue: Waiting[] = [];
  private running: Promise<void> | undefined;

  constructor(
    private readonly store: Pick<EventStore, 'appendMany'>,
    private readonly limits: BatchLimits,
    /** Told after each commit whether the database answered: the failure, or `undefined`. */
    private readonly onAnswer: (away: Failure | undefined) => void,
  ) {}

  get waiting(): number {
    return this.queue.length;
  }

  add(append: Append): Promise<Appended> {
    const waiting = { append, settle: Promise.withResolvers<Appended>() };
    this.queue.push(waiting);
    this.running ??= this.run();
    return waiting.settle.promise;
  }

  /** Resolves when nobody waits any more. */
  async idle(): Promise<void> {
    await this.running;
  }

  /**
   * Records appends of different streams together. Where one of them cannot be recorded the batch is halved until it
   * stands alone, so that the others are; where the database is away all of them fail at once.
   */
  async commit(appends: readonly Append[]): Promise<Outcome[]> {
    try {
      const deadline = Deadline.in(this.limits.commitTimeoutMs, this.limits.clock);
      const appended = await this.store.appendMany(appends, { deadline });
      this.onAnswer(undefined);
      return appended.map((value) => ({ status: 'fulfilled', value }));
    } catch (reason) {
      const failure = toFailure(reason);
      this.onAnswer(failure.retryable ? failure : undefined);
      if (failure.retryable || appends.length === 1) return appends.map(() => ({ status: 'rejected', reason }));
      const middle = Math.ceil(appends.length / 2);
      const first = await this.commit(appends.slice(0, middle));
      const rest = appends.slice(middle);
      const away = first.find(isAway);
      return [...first, ...(away ? rest.map(() => away) : await this.commit(rest))];
    }
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0) {
      const batch = this.takeBatch();
      const outcomes = await this.commit(batch.map(({ append }) => append));
      outcomes.forEach((outcome, index) => settle(batch[index]!, outcome));
      const away = outcomes.find(isAway);
      // Whoever gathered meanwhile is told at once, not after a time-out of their own.
      if (away) this.queue.splice(0).forEach((waiting) => settle(waiting, away));
      // Who was told of this commit and appends again goes along with those who wait, instead of after them.
      if (this.queue.length > 0) await nextTurn();
    }
    this.running = undefined;
  }

  /** In order, each stream at most once: a second append to a stream starts the next batch. */
  private takeBatch(): Waiting[] {
    const streams = new Set<string>();
    let count = 0;
    for (const { append } of this.queue) {
      if (count === this.limits.maxBatch || streams.has(append.stream)) break;
      streams.add(append.stream);
      count++;
    }
    return this.queue.splice(0, count);
  }
}
