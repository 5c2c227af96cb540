import type pg from 'pg';
import type { Deadline } from '#kernel';
import type { QueryOptions, Row, Transaction } from './database.js';
import { outOfTime, SqlError, translate, unavailable } from './sql-error.js';

/** How long after the server's own time-out we stop waiting for a server that does not even report it. Milliseconds. */
export const graceMs = 500;

/** One checked-out connection, from the moment the pool gives it until it goes back. */
export class PgConnection implements Transaction {
  private fault: Error | undefined;
  private closed = false;

  constructor(
    private readonly client: pg.PoolClient,
    private readonly deadline?: Deadline,
  ) {}

  async query<R extends object = Row>(sql: string, params?: readonly unknown[], options?: QueryOptions): Promise<R[]> {
    return (await this.run(sql, params, options)).rows as R[];
  }

  /** The command the server says it completed: `COMMIT`, or `ROLLBACK` where a commit was asked for and refused. */
  async command(sql: string): Promise<string> {
    return (await this.run(sql)).command;
  }

  /** Gives the connection back; one that failed below SQL, or whose answer nobody waited for, is closed instead. */
  release(): void {
    if (this.closed) return;
    this.closed = true;
    this.client.release(this.fault ?? false);
  }

  /** Closes the connection whatever it is doing, so that the server rolls back. */
  abandon(reason: Error): void {
    this.fault ??= reason;
    this.release();
  }

  private async run(sql: string, params?: readonly unknown[], options: QueryOptions = {}): Promise<pg.QueryResult> {
    if (this.closed) throw unavailable('The transaction this query belongs to is over.');
    const deadline = options.deadline ?? this.deadline;
    deadline?.check('the database');
    try {
      const result = (await this.client.query({
        text: sql,
        ...(params === undefined ? {} : { values: [...params] }),
        ...(options.name === undefined ? {} : { name: options.name }),
        ...(deadline === undefined ? {} : { query_timeout: Math.ceil(deadline.remaining()) }),
      } as pg.QueryConfig)) as pg.QueryResult | pg.QueryResult[];
      // Several statements in one text give several results, of which the last one counts.
      return Array.isArray(result) ? result.at(-1)! : result;
    } catch (thrown) {
      const error = translate(thrown, deadline);
      if (!isAnswer(error, thrown)) this.fault = error;
      throw error;
    }
  }
}

/** Whether the server itself reported the error, so that the connection is in a known state. */
const isAnswer = (error: Error, thrown: unknown): boolean =>
  error instanceof SqlError || (thrown as { code?: unknown }).code === '57014';

/** What `work` gives, unless time runs out first. */
export async function within<T>(deadline: Deadline, work: Promise<T>): Promise<T> {
  const { promise: expiry, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(outOfTime('The time for the transaction is over.')),
    Math.ceil(deadline.remaining()),
  );
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
