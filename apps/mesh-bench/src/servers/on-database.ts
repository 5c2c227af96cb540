import { createDatabase, type Database } from '#platform/database';

/** Milliseconds, for a statement and for connecting. */
interface Patience {
  readonly statementTimeoutMs?: number;
  readonly connectionTimeoutMs?: number;
}

/** Works on a database over one connection, which is closed after it. */
export async function onDatabase<T>(
  url: string,
  work: (database: Database) => Promise<T>,
  { statementTimeoutMs = 5000, connectionTimeoutMs = 5000 }: Patience = {},
): Promise<T> {
  const about = { applicationName: 'bench', maxConnections: 1 };
  const database = createDatabase({ url, ...about, statementTimeoutMs, connectionTimeoutMs });
  return work(database).finally(() => database.close());
}
