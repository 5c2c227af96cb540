import { fail, systemClock, toFailure, uuidV7, type Clock, type Deadline, type Failure } from '#kernel';
import type { Append, Appended, ExpectedVersion, NewEvent } from '../event.js';
import type { EventStore } from '../event-store.js';
import { Batches, isAway } from './batches.js';
import { recordsOf, Spool } from './spool.js';

export interface GroupCommitOptions {
  /** The most appends of one transaction. 100 when it is not said. */
  readonly maxBatch?: number;
  /** The most callers that wait for a commit; one more is treated as if the database were away. 10,000. */
  readonly maxQueue?: number;
  /** The most records kept in memory for an absent database. 10,000. */
  readonly maxSpool?: number;
  /** How long a commit may take until the database counts as away. 150 ms, so that callers know within 200. */
  readonly commitTimeoutMs?: number;
  /** How long nobody tries after the database was away. 250 ms. */
  readonly retryAfterMs?: number;
  readonly clock?: Clock;
  /** Told of every spooled append that the store refused in the end, which nobody waits for any more. */
  readonly onRefused?: (append: Append, reason: unknown) => void;
}

/** What became of an append that need not be recorded at once. */
export type Kept =
  | { readonly kept: 'recorded'; readonly appended: Appended }
  /** In memory, to be recorded when the database is back; gone if this process ends before. */
  | { readonly kept: 'spooled' }
  /** Neither: the spool was full. It has been counted. */
  | { readonly kept: 'dropped' };

export interface GroupCommitStatistics {
  /** Callers waiting for a commit now. */
  readonly waiting: number;
  /** Records in the spool now. */
  readonly spooled: number;
  /** Records that found the spool full, since the start. */
  readonly dropped: number;
  /** Spooled records that the store refused, since the start. */
  readonly refused: number;
  /** Whether the database counts as away. */
  readonly away: boolean;
}

/**
 * Appends of independent streams in shared transactions: while one batch commits the next one gathers, so that everybody
 * waits for a commit and nobody pays for one alone. An append that cannot be recorded fails alone. Appends of one stream
 * keep their order only if each waits for the one before.
 */
export class GroupCommit {
  private readonly batches: Batches;
  private readonly spool: Spool;
  private readonly clock: Clock;
  private readonly retryAfterMs: number;
  private readonly maxQueue: number;
  private absence: { readonly failure: Failure; readonly until: number } | undefined;
  private refused = 0;
  private retry: NodeJS.Timeout | undefined;
  private draining: Promise<void> | undefined;
  private closed = false;

  constructor(
    store: Pick<EventStore, 'appendMany'>,
    private readonly options: GroupCommitOptions = {},
  ) {
    const { maxBatch = 100, maxQueue = 10_000, maxSpool = 10_000, commitTimeoutMs = 150, retryAfterMs = 250 } = options;
    this.clock = options.clock ?? systemClock;
    this.retryAfterMs = retryAfterMs;
    this.maxQueue = maxQueue;
    this.spool = new Spool(maxSpool);
    this.batches = new Batches(store, { maxBatch, commitTimeoutMs, clock: this.clock }, (failure) =>
      this.noteAbsence(failure),
    );
  }

  /**
   * Records the events, or says that it did not. After `unavailable` they may have been recorded all the same, as after
   * any lost reply; the same ids make repeating it safe.
   *
   * @throws FailureError `unavailable` when the database is away or too many wait, and as `EventStore.append` does
   */
  append(stream: string, expected: ExpectedVersion, events: readonly NewEvent[]): Promise<Appended> {
    const refusal = this.refusal();
    if (refusal) return Promise.reject(refusal);
    return this.batches.add(this.complete({ stream, expected, events }));
  }

  /**
   * For what must not be lost and need not be waited for: recorded now, or kept in memory until the database is back.
   *
   * @throws as `EventStore.append` does when the events cannot be recorded at all
   */
  async appendOrSpool(given: Append): Promise<Kept> {
    const append = this.complete(given);
    if (this.refusal()) return this.keep(append);
    try {
      return { kept: 'recorded', appended: await this.batches.add(append) };
    } catch (thrown) {
      if (!toFailure(thrown).retryable) throw thrown;
      return this.keep(append);
    }
  }

  statistics(): GroupCommitStatistics {
    return {
      waiting: this.batches.waiting,
      spooled: this.spool.size,
      dropped: this.spool.dropped,
      refused: this.refused,
      away: this.absence !== undefined,
    };
  }

  /** Takes no more, finishes what waits, and empties the spool if it can; returns how many records are lost with it. */
  async close(deadline: Deadline): Promise<number> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.batches.idle();
    await this.draining;
    while (this.spool.size > 0 && !deadline.passed) {
      if (!(await this.drainOnce())) break;
    }
    return this.spool.size;
  }

  /** Ids and times are fixed before the first try, so that a second one is recognized as the same. */
  private complete({ events, ...append }: Append): Append {
    const occurredAt = new Date(this.clock.now()).toISOString();
    return { ...append, events: events.map((event) => ({ id: uuidV7(this.clock), occurredAt, ...event })) };
  }

  private refusal(): Error | undefined {
    if (this.closed) return fail('unavailable', 'This service is stopping.');
    if (this.batches.waiting >= this.maxQueue) return fail('unavailable', 'Too much is waiting to be recorded.');
    if (this.absence && this.clock.now() < this.absence.until) {
      return fail('unavailable', 'The database cannot be reached right now.', this.absence.failure.message);
    }
    return undefined;
  }

  private keep(append: Append): Kept {
    if (!this.spool.add(append)) return { kept: 'dropped' };
    this.drainLater();
    return { kept: 'spooled' };
  }

  private noteAbsence(failure: Failure | undefined): void {
    this.absence = failure && { failure, until: this.clock.now() + this.retryAfterMs };
  }

  private drainLater(): void {
    if (this.closed) return;
    this.retry ??= setTimeout(() => {
      this.retry = undefined;
      this.draining ??= this.drain();
    }, this.retryAfterMs).unref();
  }

  private async drain(): Promise<void> {
    while (this.spool.size > 0 && (await this.drainOnce()));
    this.draining = undefined;
    if (this.spool.size > 0) this.drainLater();
  }

  /** One batch out of the spool; false when the database is away. */
  private async drainOnce(): Promise<boolean> {
    const batch = this.spool.first(this.options.maxBatch ?? 100);
    const outcomes = await this.batches.commit(batch);
    if (outcomes.some(isAway)) return false;
    this.spool.remove(batch.length);
    outcomes.forEach((outcome, index) => {
      if (outcome.status === 'fulfilled') return;
      this.refused += recordsOf(batch[index]!);
      this.options.onRefused?.(batch[index]!, outcome.reason);
    });
    return true;
  }
}
