import { startPglite } from '#backing-services';
import { createDatabase, type Database } from '#platform/database';

/** Gives a server of its own, empty and gone afterwards, to whoever fills it and describes what is asked of it. */
export async function withDatabase<T>(work: (database: Database, url: string) => Promise<T>): Promise<T> {
  const server = await startPglite();
  const database = createDatabase({
    url: server.url,
    applicationName: 'query plans',
    maxConnections: 2,
    statementTimeoutMs: 60_000,
    connectionTimeoutMs: 60_000,
  });
  try {
    return await work(database, server.url);
  } finally {
    await database.close();
    await server.stop();
  }
}
