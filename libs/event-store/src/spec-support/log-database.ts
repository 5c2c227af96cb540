import { startPglite, startPostgres, type BackingService } from '#backing-services';
import { createDatabase, migrate, type Database } from '#platform/database';
import { logMigrations, logSchema } from '../postgres/log-migrations.js';

export type Engine = 'PGlite' | 'PostgreSQL';

export interface LogDatabase {
  readonly server: BackingService;
  readonly database: Database;
  /** Another pool to the same database, closed with it. */
  open(url?: string, maxConnections?: number): Database;
  close(): Promise<void>;
}

/**
 * A server of its own with an empty log.
 * @param durable whether PostgreSQL waits for its disk, for a test that kills it
 */
export async function startLogDatabase(engine: Engine, durable = false): Promise<LogDatabase> {
  const server = await (engine === 'PGlite' ? startPglite() : startPostgres({ durable }));
  await migrate({ url: server.url, schema: logSchema, migrations: logMigrations });
  const pools: Database[] = [];
  const open = (url = server.url, maxConnections = 10): Database => {
    const database = createDatabase({
      url,
      applicationName: 'event-store-spec',
      maxConnections,
      statementTimeoutMs: 60_000,
      connectionTimeoutMs: 60_000,
    });
    pools.push(database);
    return database;
  };
  const close = async (): Promise<void> => {
    await Promise.all(pools.map((pool) => pool.close()));
    await server.stop();
  };
  return { server, database: open(), open, close };
}
