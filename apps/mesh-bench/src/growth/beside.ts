import { createDatabase, type Database } from '#platform/database';

async function onServer(serverUrl: string, work: (database: Database) => Promise<unknown>): Promise<void> {
  const database = createDatabase({
    url: serverUrl,
    applicationName: 'bench',
    maxConnections: 1,
    statementTimeoutMs: 60_000,
    connectionTimeoutMs: 10_000,
  });
  await work(database).finally(() => database.close());
}

/** Makes an empty database beside another on the same server, in place of one of that name; gives its URL. */
export async function makeBeside(serverUrl: string, name: string): Promise<string> {
  await dropBeside(serverUrl, name);
  await onServer(serverUrl, (database) => database.query(`create database ${name}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export const dropBeside = (serverUrl: string, name: string): Promise<void> =>
  onServer(serverUrl, (database) => database.query(`drop database if exists ${name}`));
