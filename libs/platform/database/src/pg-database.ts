import pg from 'pg';
import { Deadline, toFailure, type Clock } from '#kernel';
import type {
  Database,
  DatabaseSettings,
  DatabaseStatistics,
  QueryOptions,
  Row,
  Transaction,
  TransactionOptions,
} from './database.js';
import { graceMs, PgConnection, within } from './pg-connection.js';
import { Reachability } from './reachability.js';
import { outOfTime, translate, unavailable } from './sql-error.js';
import { valueTypes } from './value-types.js';

/**
 * A pool of connections to PostgreSQL, opened when they are needed. Creating it touches nothing; a server that is away
 * is reported by the first query, and a connection that dies is replaced by the next one that is needed.
 */
export const createDatabase = (settings: DatabaseSettings, clock?: Clock): Database => new PgDatabase(settings, clock);

class PgDatabase implements Database {
  private readonly pool: pg.Pool;
  private readonly reachability: Reachability;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly settings: DatabaseSettings,
    clock?: Clock,
  ) {
    this.reachability = new Reachability(clock);
    this.pool = new pg.Pool({
      connectionString: settings.url,
      application_name: settings.applicationName,
      max: settings.maxConnections,
      connectionTimeoutMillis: settings.connectionTimeoutMs,
      statement_timeout: settings.statementTimeoutMs,
      idle_in_transaction_session_timeout: settings.statementTimeoutMs,
      query_timeout: settings.statementTimeoutMs + graceMs,
      keepAlive: true,
      types: valueTypes(),
    });
    this.pool.on('connect', (client) => client.on('error', (reason) => settings.onConnectionLost?.(reason)));
    // The pool repeats here what it heard of an idle connection; without a listener that would end the process.
    this.pool.on('error', () => undefined);
  }

  async query<R extends object = Row>(sql: string, params?: readonly unknown[], options?: QueryOptions): Promise<R[]> {
    const connection = await this.connect(options?.deadline);
    try {
      return await connection.query<R>(sql, params, options);
    } finally {
      connection.release();
    }
  }

  async transaction<T>(work: (tx: Transaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const deadline = options.deadline ?? Deadline.in(this.settings.statementTimeoutMs);
    const connection = await this.connect(deadline);
    try {
      await connection.command(begin(deadline, options));
      const result = await within(deadline, work(connection));
      await this.commit(connection);
      return result;
    } catch (thrown) {
      await this.rollback(connection, thrown);
      throw thrown;
    } finally {
      connection.release();
    }
  }

  async ping(deadline: Deadline): Promise<void> {
    await this.query('select 1', undefined, { deadline });
  }

  statistics(): DatabaseStatistics {
    return { connections: this.pool.totalCount, idle: this.pool.idleCount, waiting: this.pool.waitingCount };
  }

  close(): Promise<void> {
    return (this.closing ??= this.pool.end());
  }

  /** A transaction in which a statement failed answers a commit with a rollback, and no error. */
  private async commit(connection: PgConnection): Promise<void> {
    const done = await connection.command('commit');
    if (done !== 'COMMIT') throw new Error('The transaction was rolled back: one of its statements had failed.');
  }

  private async rollback(connection: PgConnection, reason: unknown): Promise<void> {
    if (toFailure(reason).code === 'deadline-exceeded') {
      connection.abandon(outOfTime('The transaction took too long.'));
      return;
    }
    try {
      await connection.command('rollback');
    } catch (thrown) {
      connection.abandon(translate(thrown));
    }
  }

  private async connect(deadline?: Deadline): Promise<PgConnection> {
    deadline?.check('the database');
    if (this.closing) throw unavailable('The connection pool is closed.');
    this.reachability.check();
    const checkout = this.checkOut();
    if (!deadline) return new PgConnection(await checkout);
    try {
      return new PgConnection(await within(deadline, checkout), deadline);
    } catch (thrown) {
      // A connection that comes after its caller has gone goes straight back; one that fails has been reported.
      checkout.then(
        (client) => client.release(),
        () => undefined,
      );
      throw thrown;
    }
  }

  private async checkOut(): Promise<pg.PoolClient> {
    const client = await this.pool.connect().catch((thrown: Error) => {
      // The pool's own words for "all connections are busy", which says nothing about the server.
      if (!thrown.message.startsWith('timeout exceeded')) this.reachability.lost(thrown.message);
      throw translate(thrown);
    });
    this.reachability.restored();
    return client;
  }
}

const begin = (deadline: Deadline, { isolation = 'read committed' }: TransactionOptions): string =>
  `begin isolation level ${isolation}; set local statement_timeout = ${Math.max(1, Math.ceil(deadline.remaining()))}`;
