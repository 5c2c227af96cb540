import { createDatabase } from '#platform/database';

/** Makes an empty database beside another on the same server, in place of one of that name; gives its URL. */
export async function besideUrl(serverUrl: string, name: string): Promise<string> {
  const database = createDatabase({
    url: serverUrl,
    applicationName: 'bench',
    maxConnections: 1,
    statementTimeoutMs: 60_000,
    connectionTimeoutMs: 10_000,
  });
  try {
    await database.query(`drop database if exists ${name}`);
    await database.query(`create database ${name}`);
  } finally {
    await database.close();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
