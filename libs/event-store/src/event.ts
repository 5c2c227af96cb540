import type { Deadline } from '#kernel';

/** Something that happened, about to be recorded. */
export interface NewEvent<Type extends string = string, Data = unknown> {
  /** What happened, past tense, kebab-case: `query-answered`. Becomes a token of the subject it is published on. */
  readonly type: Type;
  /** Of the data's schema, from 1. A changed schema is a new version. */
  readonly version: number;
  /** Anything that JSON can say. */
  readonly data: Data;
  /** Who caused it: `staff:ann`, `service:gateway`. */
  readonly actor: string;
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** Id of the event that led to this one. */
  readonly causationId?: string;
  /** What several traces have in common: a conversation, a proposal. */
  readonly correlationId?: string;
  /** About the record rather than the fact: versions of software, a request id. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /**
   * Further ids it is found under, uuids and trace ids, which are the same where their bits are: of the things it tells of, where it tells of many. They are for finding
   * it, and no part of what is read.
   */
  readonly mentions?: readonly string[];
  /** When it happened, ISO 8601 in UTC; the moment of the append when it is not said. */
  readonly occurredAt?: string;
  /**
   * A uuid v7, made when it is not given. The time inside decides the month it is stored in. Whoever repeats an append
   * gives the same ids again: what was already recorded is then answered as it was, and not recorded twice.
   */
  readonly id?: string;
}

/** A fact as the log holds it. */
export interface RecordedEvent<Type extends string = string, Data = unknown> {
  readonly id: string;
  readonly stream: string;
  /** The part of the stream's name before its first hyphen. */
  readonly category: string;
  /** Place in its stream, from 1, without gaps. */
  readonly streamVersion: number;
  /** With `position`, the place in the feed. Not less than that of any earlier event of the stream. */
  readonly transactionId: number;
  /** Rises with every event, with gaps, and not in the order of commits. */
  readonly position: number;
  readonly type: Type;
  readonly version: number;
  readonly data: Data;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly actor: string;
  readonly traceId: string;
  readonly causationId: string | null;
  readonly correlationId: string | null;
  /** ISO 8601 in UTC, milliseconds. */
  readonly occurredAt: string;
  /** By the store's own clock. */
  readonly recordedAt: string;
}

/** A place in the feed: everything up to and including it has been read. */
export interface Cursor {
  readonly transactionId: number;
  readonly position: number;
}

/** Before the first event. */
export const beginningOfLog: Cursor = { transactionId: 0, position: 0 };

export const cursorOf = ({ transactionId, position }: Cursor): Cursor => ({ transactionId, position });

/** Below zero when `a` comes before `b`. */
export const compareCursors = (a: Cursor, b: Cursor): number =>
  a.transactionId - b.transactionId || a.position - b.position;

/**
 * The version a stream must have for an append to be taken: exactly this one, none at all, or whichever it has. The
 * latter is for facts that contradict nothing.
 */
export type ExpectedVersion = number | 'no-stream' | 'any';

/** Events for one stream, recorded together or not at all. */
export interface Append {
  readonly stream: string;
  readonly expected: ExpectedVersion;
  readonly events: readonly NewEvent[];
  /** How many records it stands for where records are counted that wait or are lost; 1 when it is not said. */
  readonly records?: number;
}

/** Where an event of an append was put. */
export type Placed = Pick<RecordedEvent, 'id' | 'streamVersion' | 'transactionId' | 'position'>;

export interface Appended {
  readonly stream: string;
  /** The stream's version now. */
  readonly version: number;
  /** In the order given. */
  readonly events: readonly Placed[];
}

export interface CallOptions {
  readonly deadline?: Deadline;
}
