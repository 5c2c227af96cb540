import type { Deadline } from '#kernel';

/** One row by column name. */
export type Row = Record<string, unknown>;

export interface QueryOptions {
  /** The caller stops waiting here; the server stops working at `statementTimeoutMs` at the latest. */
  readonly deadline?: Deadline;
  /**
   * Prepares the statement once per connection under this name, which saves parsing and planning for hot queries. The
   * same name always belongs to the same text.
   */
  readonly name?: string;
}

export type Isolation = 'read committed' | 'repeatable read' | 'serializable';

export interface TransactionOptions {
  /** The moment the whole transaction must be over; without it, `statementTimeoutMs` from its start. */
  readonly deadline?: Deadline;
  /** `read committed` when it is not said. */
  readonly isolation?: Isolation;
}

interface Queryable {
  /**
   * Runs one statement and returns its rows; of several, without parameters, the rows of the last.
   *
   * Values arrive as: `bigint` columns (int8, so `count(*)` too) as numbers, because JSON and comparisons are then
   * plain, and never rounded: a value beyond 2^53 - 1 is a RangeError. `timestamptz` as Date, `json`/`jsonb` parsed,
   * `numeric` as text. A JavaScript array is sent as a PostgreSQL array; JSON is passed as text and cast (`$1::jsonb`).
   *
   * @throws FailureError `unavailable` when the server cannot be reached or goes away, `deadline-exceeded` when time ran out
   * @throws SqlError when the server refused the statement
   */
  query<R extends object = Row>(sql: string, params?: readonly unknown[], options?: QueryOptions): Promise<R[]>;
}

/** An open transaction; only good until the function it was given to returns. */
export type Transaction = Queryable;

export interface DatabaseStatistics {
  /** Open connections. */
  readonly connections: number;
  readonly idle: number;
  /** Callers waiting for a connection. */
  readonly waiting: number;
}

export interface Database extends Queryable {
  /**
   * Commits what `work` did when it returns, rolls it back when it throws. An embedded database runs one transaction at
   * a time for all its clients, so a transaction holds nothing but its statements: no call to another service, and no
   * query through the Database itself, which would wait for its own end.
   *
   * @throws whatever `work` throws, and as `query` does
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** @throws FailureError `unavailable` or `deadline-exceeded` when the server does not answer in time */
  ping(deadline: Deadline): Promise<void>;
  statistics(): DatabaseStatistics;
  /** Waits for queries in flight, then disconnects. Later calls do nothing. */
  close(): Promise<void>;
}

export interface DatabaseSettings {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  /** Shown by the server in pg_stat_activity. */
  readonly applicationName: string;
  readonly maxConnections: number;
  /** The longest a statement, or a transaction without a deadline, may take. Milliseconds. */
  readonly statementTimeoutMs: number;
  /** The longest a caller waits for a connection, whether it has to be opened or to become free. Milliseconds. */
  readonly connectionTimeoutMs: number;
  /**
   * Told of every connection that broke, for the log: one that was idle is replaced without a word, and one in use reports
   * the loss through its query.
   */
  readonly onConnectionLost?: (reason: Error) => void;
}
