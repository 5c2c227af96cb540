import { fail } from '#kernel';
import type { Database, QueryOptions, Row, Transaction, TransactionOptions } from '#platform/database';
import { planLines } from './plan-text.js';

/** A statement as a repository sent it, and how the server would run it with just these parameters. */
export interface RecordedStatement {
  readonly sql: string;
  /** As the server writes it, without costs; empty for what has no plan, as `lock table`. */
  readonly plan: readonly string[];
  /** Of a prepared statement: how it would run whatever the parameters are, which the server may settle on. */
  readonly kept?: readonly string[];
}

export interface RecordedMethod {
  readonly name: string;
  /** Whether people wait for it, or it runs all the time. */
  readonly hot: boolean;
  /** Each text once, in the order in which they were first sent, whichever was explained first. */
  readonly statements: readonly RecordedStatement[];
}

const hasPlan = /^\s*(with|select|insert|update|delete)\b/i;

/**
 * Notes what the methods of repositories send to a database, each statement with its plan before it runs. `database` is
 * what the repositories are given.
 */
export class QueryRecorder {
  readonly methods: RecordedMethod[] = [];
  readonly database: Database;
  private current: Map<string, Promise<RecordedStatement>> | undefined;

  constructor(private readonly real: Database) {
    this.database = {
      query: (sql, params, options) => this.run(real, sql, params, options),
      transaction: (work, options) => this.runTransaction(work, options),
      ping: (deadline) => real.ping(deadline),
      statistics: () => real.statistics(),
      close: () => real.close(),
    };
  }

  /** @throws FailureError `internal` when the method sends nothing: it is not what this is about, or was not reached */
  async hot(name: string, call: () => Promise<unknown>): Promise<void> {
    await this.record(name, true, call);
  }

  /** What nobody waits for: starts, imports, tidying. */
  async cold(name: string, call: () => Promise<unknown>): Promise<void> {
    await this.record(name, false, call);
  }

  private async record(name: string, hot: boolean, call: () => Promise<unknown>): Promise<void> {
    const statements = new Map<string, Promise<RecordedStatement>>();
    this.current = statements;
    try {
      await call();
    } finally {
      this.current = undefined;
    }
    if (statements.size === 0) throw fail('internal', `${name} sent nothing to the database.`);
    this.methods.push({ name, hot, statements: await Promise.all(statements.values()) });
  }

  private runTransaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T> {
    return this.real.transaction(
      (tx) => work({ query: (sql, params, given) => this.run(tx, sql, params, given) }),
      options,
    );
  }

  private async run<R extends object = Row>(
    on: Transaction,
    sql: string,
    params?: readonly unknown[],
    options?: QueryOptions,
  ): Promise<R[]> {
    const statements = this.current;
    if (statements && !statements.has(sql)) statements.set(sql, planned(on, sql, params, options));
    await statements?.get(sql);
    // Without the deadline, which is about people who wait and not about a plan.
    return on.query<R>(sql, params, options?.name === undefined ? {} : { name: options.name });
  }
}

async function planned(
  on: Transaction,
  sql: string,
  params?: readonly unknown[],
  options?: QueryOptions,
): Promise<RecordedStatement> {
  if (!hasPlan.test(sql)) return { sql, plan: [] };
  const plan = await explain(on, 'explain (costs off)', sql, params);
  if (options?.name === undefined) return { sql, plan };
  return { sql, plan, kept: await explain(on, 'explain (costs off, generic_plan)', sql) };
}

async function explain(on: Transaction, how: string, sql: string, params?: readonly unknown[]): Promise<string[]> {
  const rows = await on.query<Record<string, string>>(`${how} ${sql}`, params);
  return planLines(rows.map((row) => row['QUERY PLAN']!));
}
