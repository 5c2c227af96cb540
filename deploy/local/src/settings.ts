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
  /** When set, these are used instead of the secrets that are kept in the folder. */
  PRINCIPAL_SECRET: busSettings.PRINCIPAL_SECRET.optional(),
  DEV_API_KEY: z
    .string()
    .regex(/^club_[a-z]+_[A-Za-z0-9_-]{43}$/)
    .describe('a key of the form club_dev_ and 43 characters')
    .optional(),
};

const defaultPort = 3000;

export interface LocalSettings {
  readonly port: number;
  readonly folder: string;
  readonly clubFile: string;
  readonly databaseUrl: string | undefined;
  readonly natsUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly principalSecret: string | undefined;
  readonly devApiKey: string | undefined;
  /** Everything that was set; each service is handed on what it declares. */
  readonly given: Environment;
}

/** @throws FailureError with one sentence for every wrong variable */
export function readSettings(environment: Environment, root: string): LocalSettings {
  const parsed = parseSettings(shape, environment);
  if (!parsed.ok) throw fail('invalid-request', parsed.error.message);
  const { PORT = defaultPort, CLUBOS_DIR, CLUB_FILE, DATABASE_URL, NATS_URL, REDIS_URL } = parsed.value;
  const { PRINCIPAL_SECRET, DEV_API_KEY } = parsed.value;
  return {
    port: PORT,
    folder: resolve(root, CLUBOS_DIR ?? '.clubos'),
    clubFile: resolve(root, CLUB_FILE ?? 'club/club.yaml'),
    databaseUrl: DATABASE_URL,
    natsUrl: NATS_URL,
    redisUrl: REDIS_URL,
    principalSecret: PRINCIPAL_SECRET,
    devApiKey: DEV_API_KEY,
    given: environment,
  };
}
