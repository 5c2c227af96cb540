import { FailureError, failure } from '#kernel';
import type { Append, Appended, CallOptions, Cursor, ExpectedVersion, NewEvent, RecordedEvent } from './event.js';

export interface ReadStreamOptions extends CallOptions {
  /** The first version to read; 1 when it is not said. */
  readonly from?: number;
  /** The last version to read; the newest when it is not said. */
  readonly to?: number;
  /** Of these, only so many of the newest, still in order; all of them when it is not said. */
  readonly newest?: number;
}

export interface FeedOptions extends CallOptions {
  /** Only events of these categories; all of them when it is not said. */
  readonly categories?: readonly string[];
}

export interface LatestOptions extends CallOptions {
  /** Only these members of the events' data, which then need not be carried whole. */
  readonly members?: readonly string[];
  /** Only what stands before this place. */
  readonly before?: Cursor;
}

export interface FeedPage {
  readonly events: readonly RecordedEvent[];
  /**
   * Where to read on. It moves past events of other categories too, so a page without events can still be progress; it is
   * safe to store, and safe not to.
   */
  readonly next: Cursor;
}

export interface FeedDelay {
  /** Events recorded and not yet readable, because a transaction that is older still runs. */
  readonly waiting: number;
  /** Milliseconds the longest of them has been waiting; 0 when none is. */
  readonly longestMs: number;
}

/** All events in one order in which none is ever inserted before a place that was read. */
export interface Feed {
  /**
   * The events after a place, at most `limit`, in the order of (transaction id, position): those of one stream in the
   * order of their versions. Events of a transaction younger than the oldest one running are held back, for an older one
   * may still commit events that belong before them.
   */
  read(after: Cursor, limit: number, options?: FeedOptions): Promise<FeedPage>;
  /** How far a long transaction holds the feed back; for an alarm. */
  delay(options?: CallOptions): Promise<FeedDelay>;
}

/** The append-only log. */
export interface EventStore {
  /**
   * Records events at the end of a stream, all of them or none.
   *
   * An append whose events (by id) were recorded in this stream before is answered with what was recorded then, whatever
   * version was expected; so one whose outcome got lost can be repeated.
   *
   * @throws VersionConflict when the stream does not have the expected version
   * @throws FailureError `invalid-request` when an event cannot be recorded, `forbidden` when this role may not append to
   *   the category, `unavailable` or `deadline-exceeded` when the outcome is not known
   */
  append(
    stream: string,
    expected: ExpectedVersion,
    events: readonly NewEvent[],
    options?: CallOptions,
  ): Promise<Appended>;
  /** The same for several different streams in one transaction: all of them, or none. Results in the order given. */
  appendMany(appends: readonly Append[], options?: CallOptions): Promise<readonly Appended[]>;
  /** The events of a stream in order; empty when there is no such stream. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]>;
  /** Everything recorded under a trace, or that mentions it, in the order of the feed. */
  readByTrace(traceId: string, options?: CallOptions): Promise<readonly RecordedEvent[]>;
  /** What mentions an id, in the order of the feed. */
  readMentioning(id: string, options?: CallOptions): Promise<readonly RecordedEvent[]>;
  /**
   * The newest events of a category, the newest first, at most `limit`; also those that the feed still holds back. Many are read
   * in pages, so of what is recorded meanwhile by transactions that were open already some may be missing.
   */
  readLatest(category: string, limit: number, options?: LatestOptions): Promise<readonly RecordedEvent[]>;
  readonly feed: Feed;
}

/** A store that records events together with other changes of the same database. */
export interface TransactionalEventStore<Tx> extends EventStore {
  /** Commits when `work` returns, rolls back when it throws. */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: CallOptions): Promise<T>;
  /**
   * As `append`, inside a transaction of the caller's. After any failure the transaction can only be rolled back, and an
   * append that repeats an earlier one is a VersionConflict here.
   */
  appendInTransaction(
    tx: Tx,
    stream: string,
    expected: ExpectedVersion,
    events: readonly NewEvent[],
  ): Promise<Appended>;
}

/** The stream has moved on since its version was read, or the events belong to another append. */
export class VersionConflict extends FailureError {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedVersion,
    /** The version the stream has, 0 for none; unknown when an event's id was already taken. */
    readonly actual: number | undefined,
  ) {
    super(
      failure('version-conflict', 'Somebody else changed this in the meantime.'),
      `Stream ${stream}: expected ${expected}, found ${actual ?? 'one of its event ids already recorded'}.`,
    );
    this.name = 'VersionConflict';
  }
}
