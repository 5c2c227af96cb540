import { resolve } from 'node:path';
import { z } from 'zod';
import { fail } from '#kernel';
import {
  busSettings,
  cacheSettings,
  databaseSettings,
  parseSettings,
  wholeNumber,
  type Environment,
} from '#platform/config';

const shape = {
  /** Where the gateway listens; 0 takes a free port. */
  PORT: wholeNumber(0, 65_535).optional(),
  /** What this mesh keeps: data, logs, secrets. Two meshes with two folders run side by side. */
  CLUBOS_DIR: z.string().optional(),
  CLUB_FILE: z.string().optional(),
  /** When set, these are used instead of the embedded servers. */
  DATABASE_URL: databaseSettings.DATABASE_URL.optional(),
  NATS_URL: busSettings.NATS_URL.optional(),
  REDIS_URL: cacheSettings.REDIS_URL.optional(),
};

const defaultPort = 3000;

export interface LocalSettings {
  readonly port: number;
  readonly folder: string;
  readonly clubFile: string;
  readonly databaseUrl: string | undefined;
  readonly natsUrl: string | undefined;
  readonly redisUrl: string | undefined;
  /** Handed on to the services as they are. */
  readonly passedOn: Environment;
}

const passedOn =
  /^(OPENAI_|ANTHROPIC_|LOG_LEVEL$|PATH$|HOME$|TMPDIR$|LANG$|LC_|TZ$|NODE_OPTIONS$|NODE_EXTRA_CA_CERTS$|HTTPS?_PROXY$|NO_PROXY$)/;

/** @throws FailureError with one sentence for every wrong variable */
export function readSettings(environment: Environment, root: string): LocalSettings {
  const parsed = parseSettings(shape, environment);
  if (!parsed.ok) throw fail('invalid-request', parsed.error.message);
  const { PORT = defaultPort, CLUBOS_DIR, CLUB_FILE, DATABASE_URL, NATS_URL, REDIS_URL } = parsed.value;
  return {
    port: PORT,
    folder: resolve(root, CLUBOS_DIR ?? '.clubos'),
    clubFile: resolve(root, CLUB_FILE ?? 'club/club.yaml'),
    databaseUrl: DATABASE_URL,
    natsUrl: NATS_URL,
    redisUrl: REDIS_URL,
    passedOn: Object.fromEntries(Object.entries(environment).filter(([name]) => passedOn.test(name.toUpperCase()))),
  };
}
