import { hostname } from 'node:os';
import { z } from 'zod';

/** A whole number from the environment; its range stands in the message that a wrong one gets. */
export const wholeNumber = (from: number, to: number) =>
  z.coerce.number().int().min(from).max(to).describe(`a whole number from ${from} to ${to}`);

const url = (...protocols: string[]) =>
  z
    .url({ protocol: new RegExp(`^(${protocols.join('|')})$`) })
    .describe(`a URL that begins with ${protocols.map((name) => `${name}://`).join(' or ')}`);

/** What every process of the mesh is told. */
export const serviceSettings = {
  INSTANCE_ID: z
    .string()
    .regex(/^[a-z0-9_-]{1,64}$/)
    .describe('1 to 64 of a-z, 0-9, - and _')
    .default(
      `${hostname()
        .toLowerCase()
        .replace(/[^a-z0-9_-]/g, '-')
        .slice(0, 40)}-${process.pid}`,
    ),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
    .describe('one of trace, debug, info, warn, error, fatal')
    .default('info'),
};

/** Where a process without a public door of its own answers health checks. */
export const healthSettings = { HEALTH_PORT: wholeNumber(0, 65_535).default(8080) };

export const busSettings = {
  NATS_URL: url('nats', 'tls'),
  /** Shared by the gateway, which signs on whose behalf a request is made, and the services, which verify it. */
  PRINCIPAL_SECRET: z.string().min(32).describe('a secret of at least 32 characters'),
};

export const databaseSettings = {
  DATABASE_URL: url('postgres', 'postgresql'),
  DATABASE_CONNECTIONS: wholeNumber(1, 200).default(10),
};

export const cacheSettings = { REDIS_URL: url('redis', 'rediss') };

export const clubSettings = { CLUB_FILE: z.string().min(1).describe('the path of the club file, club/club.yaml') };
