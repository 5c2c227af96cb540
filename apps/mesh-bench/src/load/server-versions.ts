import { connect } from 'node:net';
import { onDatabase } from '../servers/on-database.js';

interface Servers {
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly redisUrl: string;
}

/** What a server says until that matches; servers of the mesh, so no password. */
function heard(url: string, pattern: RegExp, say = ''): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => void (say && socket.write(say)));
    socket.on('error', reject).on('close', () => reject(new Error(`no version in what ${hostname}:${port} said`)));
    socket.on('data', (chunk) => {
      text += chunk.toString();
      const version = pattern.exec(text)?.[1];
      if (version === undefined) return;
      resolve(version);
      socket.destroy();
    });
  });
}

async function databaseVersion(url: string): Promise<string> {
  const [row] = await onDatabase(url, (database) => database.query<{ version: string }>('SELECT version() AS version'));
  return (
    /^PostgreSQL (\S+)(?: \((PGlite [^)]*)\))?/.exec(row!.version)?.slice(1).filter(Boolean).join(', ') ?? row!.version
  );
}

/** Which versions the mesh runs on, so that a figure can be compared with another. */
export async function serverVersions({ databaseUrl, natsUrl, redisUrl }: Servers): Promise<Record<string, string>> {
  const [database, nats, redis] = await Promise.all([
    databaseVersion(databaseUrl),
    heard(natsUrl, /"version":"([^"]+)"/),
    heard(redisUrl, /redis_version:(\S+)/, 'INFO server\r\n'),
  ]);
  return { PostgreSQL: database, 'nats-server': nats, redis };
}
