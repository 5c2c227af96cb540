import { randomBytes } from 'node:crypto';
import { freePort } from '#backing-services';
import type { Secrets } from './secrets.js';
import type { Servers } from './servers.js';
import type { LocalSettings } from './settings.js';

export type ProcessEnvironment = Record<string, string | undefined>;

/** What a script that runs once is told: where the data is. */
export const commonEnvironment = (
  { passedOn, clubFile, folder }: LocalSettings,
  { databaseUrl, natsUrl, redisUrl }: Pick<Servers, 'databaseUrl' | 'natsUrl' | 'redisUrl'>,
  { principalSecret }: Secrets,
): ProcessEnvironment => ({
  ...passedOn,
  NODE_ENV: 'development',
  DATABASE_URL: databaseUrl,
  NATS_URL: natsUrl,
  REDIS_URL: redisUrl,
  CLUB_FILE: clubFile,
  // By this the next start knows its own, should this one be killed.
  CLUBOS_DIR: folder,
  PRINCIPAL_SECRET: principalSecret,
});

export interface PublicPorts {
  readonly gateway: number;
  readonly web: number;
}

/**
 * What one start of a service is told. A service without a public door answers health checks on a port of its own, a new
 * one at every start, because the one before may have been taken meanwhile.
 */
export async function serviceEnvironment(
  name: string,
  common: ProcessEnvironment,
  { devApiKey }: Secrets,
  ports: PublicPorts,
): Promise<{ healthPort: number; env: ProcessEnvironment }> {
  const own: Record<string, ProcessEnvironment> = {
    gateway: { PORT: String(ports.gateway), DEV_API_KEY: devApiKey },
    web: { PORT: String(ports.web), GATEWAY_URL: `http://127.0.0.1:${ports.gateway}` },
  };
  const healthPort = name === 'gateway' ? ports.gateway : name === 'web' ? ports.web : await freePort();
  const identity = { SERVICE_NAME: name, INSTANCE_ID: `${name}-${randomBytes(4).toString('hex')}` };
  return { healthPort, env: { ...common, ...identity, HEALTH_PORT: String(healthPort), ...own[name] } };
}
