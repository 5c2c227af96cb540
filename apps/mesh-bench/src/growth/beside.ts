import { onDatabase } from '../servers/on-database.js';

const patience = { statementTimeoutMs: 60_000, connectionTimeoutMs: 10_000 };

/** Makes an empty database beside another on the same server, in place of one of that name; gives its URL. */
export async function makeBeside(serverUrl: string, name: string): Promise<string> {
  await dropBeside(serverUrl, name);
  await onDatabase(serverUrl, (database) => database.query(`create database ${name}`), patience);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export async function dropBeside(serverUrl: string, name: string): Promise<void> {
  await onDatabase(serverUrl, (database) => database.query(`drop database if exists ${name}`), patience);
}
