import { join } from 'node:path';
import { startNats, startPglite, startRedis, type BackingService } from '#backing-services';
import { KeptServer } from './kept-server.js';
import { checkReachable } from './reachable.js';
import type { Say } from './say.js';
import type { LocalSettings } from './settings.js';

export interface Servers {
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly redisUrl: string;
  /** The embedded ones. */
  readonly kept: readonly KeptServer[];
}

interface Wanted {
  readonly name: string;
  readonly label: string;
  readonly variable: string;
  readonly given: string | undefined;
  readonly start: (logFile: string, onProgress: Say) => Promise<BackingService>;
}

const wantedServers = ({ folder, databaseUrl, natsUrl, redisUrl }: LocalSettings): Wanted[] => [
  {
    name: 'postgres',
    label: 'PostgreSQL (PGlite with pgvector)',
    variable: 'DATABASE_URL',
    given: databaseUrl,
    start: (logFile) => startPglite({ dataDir: join(folder, 'data', 'postgres'), logFile }),
  },
  {
    name: 'nats',
    label: 'NATS with JetStream',
    variable: 'NATS_URL',
    given: natsUrl,
    start: (logFile, onProgress) =>
      startNats({ jetstream: true, storeDir: join(folder, 'data', 'jetstream'), logFile, onProgress }),
  },
  {
    name: 'redis',
    label: 'Redis',
    variable: 'REDIS_URL',
    given: redisUrl,
    start: (logFile, onProgress) => startRedis({ dir: join(folder, 'data', 'redis'), logFile, onProgress }),
  },
];

async function provide(wanted: Wanted, settings: LocalSettings, say: Say): Promise<BackingService | string> {
  const { label, variable, given } = wanted;
  if (given === undefined) {
    say(`Starting ${label}`);
    return wanted.start(join(settings.folder, 'logs', `${wanted.name}.log`), say);
  }
  say(`Using ${variable} instead of the embedded server`);
  await checkReachable(variable, given);
  return given;
}

/** Starts the database, the bus and the cache, or uses those that are given. If one fails, none is left running. */
export async function startServers(settings: LocalSettings, say: Say, onChange: () => void): Promise<Servers> {
  const all = wantedServers(settings);
  const results = await Promise.allSettled(all.map((wanted) => provide(wanted, settings, say)));
  const failed = results.find((result) => result.status === 'rejected');
  const provided = results.map((result) => (result.status === 'fulfilled' ? result.value : ''));
  const started = provided.filter((server) => typeof server !== 'string');
  if (failed) {
    await Promise.all(started.map((server) => server.stop()));
    throw failed.reason;
  }
  const [databaseUrl, natsUrl, redisUrl] = provided.map((it) => (typeof it === 'string' ? it : it.url));
  const kept = provided.flatMap((server, index) =>
    typeof server === 'string' ? [] : [new KeptServer(all[index]!.name, server, say, onChange)],
  );
  return { databaseUrl: databaseUrl!, natsUrl: natsUrl!, redisUrl: redisUrl!, kept };
}
