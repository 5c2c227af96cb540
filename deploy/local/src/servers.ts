import { join } from 'node:path';
import { startNats, startPglite, startRedis, type BackingService } from '#backing-services';
import { KeptServer } from './kept-server.js';
import { checkReachable } from './reachable.js';
import type { Say } from './say.js';
import type { LocalSettings } from './settings.js';

/** Where the servers are. */
export interface Addresses {
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly redisUrl: string;
}

/** The database, the bus and the cache, from when they begin to start. */
export interface Servers {
  /** Of those that are there by now. */
  readonly addresses: Readonly<Partial<Addresses>>;
  /** The embedded ones that are there by now. */
  readonly kept: readonly KeptServer[];
  /** When the bus and the cache are there, which is all that an assistant takes; making a database takes longer. It fails as `all` does. */
  readonly busAndCache: Promise<void>;
  /** When all are there. It fails when each of them is there or has failed; those in `kept` run on until they are stopped. */
  readonly all: Promise<void>;
}

interface Wanted {
  readonly name: string;
  readonly address: keyof Addresses;
  readonly label: string;
  readonly variable: string;
  readonly given: string | undefined;
  readonly start: (logFile: string, onProgress: Say) => Promise<BackingService>;
}

const wantedServers = ({ folder, databaseUrl, natsUrl, redisUrl }: LocalSettings): Wanted[] => [
  {
    name: 'postgres',
    address: 'databaseUrl',
    label: 'PostgreSQL (PGlite with pgvector)',
    variable: 'DATABASE_URL',
    given: databaseUrl,
    start: (logFile) => startPglite({ dataDir: join(folder, 'data', 'postgres'), logFile }),
  },
  {
    name: 'nats',
    address: 'natsUrl',
    label: 'NATS with JetStream',
    variable: 'NATS_URL',
    given: natsUrl,
    start: (logFile, onProgress) =>
      startNats({ jetstream: true, storeDir: join(folder, 'data', 'jetstream'), logFile, onProgress }),
  },
  {
    name: 'redis',
    address: 'redisUrl',
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

/** Begins to start the database, the bus and the cache, or uses those that are given. */
export function startServers(settings: LocalSettings, say: Say, onChange: () => void): Servers {
  const addresses: Partial<Record<keyof Addresses, string>> = {};
  const kept: KeptServer[] = [];
  const begin = async (wanted: Wanted): Promise<void> => {
    const provided = await provide(wanted, settings, say);
    addresses[wanted.address] = typeof provided === 'string' ? provided : provided.url;
    if (typeof provided !== 'string') kept.push(new KeptServer(wanted.name, provided, say, onChange));
  };
  const begun = new Map(wantedServers(settings).map((wanted) => [wanted.address, begin(wanted)]));
  const all = Promise.allSettled(begun.values()).then(async () => void (await Promise.all(begun.values())));
  // Without one of them nothing begins, and of several that fail the same one is told as ever.
  const busAndCache = Promise.all([begun.get('natsUrl'), begun.get('redisUrl')]).then(
    () => undefined,
    () => all,
  );
  // Whoever waits for one of them may have been told of the other.
  for (const promise of [...begun.values(), busAndCache, all]) promise.catch(() => undefined);
  return { addresses, kept, busAndCache, all };
}
