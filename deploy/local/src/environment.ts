import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort } from '#backing-services';
import type { Environment } from '#platform/config';
import { memoryEnvironment } from './process-memory.js';
import type { Secrets } from './secrets.js';
import type { Addresses } from './servers.js';
import { handedOn, type DeclaredSettings } from './service-settings.js';
import type { LocalSettings } from './settings.js';

type ProcessEnvironment = Record<string, string | undefined>;

/** The club's labeled questions lie beside its file; a club without any has its routing changed unheld. */
function routingQuestions(clubFile: string): ProcessEnvironment {
  const folder = join(dirname(clubFile), 'questions');
  return existsSync(folder) ? { ROUTING_QUESTIONS: folder } : {};
}

/** Milliseconds for open streams when this machine's mesh stops: nobody waits long after Ctrl-C, and what stays is killed. */
const localDrainMs = '500';

/** What the processes of one mesh are told. */
export class Environments {
  constructor(
    private readonly settings: Pick<LocalSettings, 'clubFile' | 'folder'> & { readonly given: Environment },
    /** Of the servers that are there by now. */
    private readonly addresses: Readonly<Partial<Addresses>>,
    private readonly secrets: Secrets,
    private readonly declared: DeclaredSettings,
  ) {}

  /** A script of a service that runs once: where the servers are that it takes, or all where nobody says, and what else it takes. */
  ofScript(service: string): ProcessEnvironment {
    const { given, clubFile, folder } = this.settings;
    const shape = this.declared.get(service);
    const { databaseUrl, natsUrl, redisUrl } = this.addresses;
    const servers = { DATABASE_URL: databaseUrl, NATS_URL: natsUrl, REDIS_URL: redisUrl };
    return {
      ...handedOn(given, shape),
      ...memoryEnvironment(service, given['NODE_OPTIONS']),
      ...Object.fromEntries(Object.entries(servers).filter(([name]) => shape === undefined || name in shape)),
      CLUB_FILE: clubFile,
      // By this the next start knows its own, should this one be killed.
      CLUBOS_DIR: folder,
      PRINCIPAL_SECRET: this.secrets.principalSecret,
    };
  }

  /**
   * One start of a service. Without a public door it answers health checks on a port of its own, a new one at every start,
   * because the one before may have been taken meanwhile.
   */
  async ofService(service: string, gatewayPort: number): Promise<{ healthPort: number; env: ProcessEnvironment }> {
    const env = { ...this.ofScript(service), INSTANCE_ID: `${service}-${randomBytes(4).toString('hex')}` };
    if (service !== 'gateway') {
      const healthPort = await freePort();
      return { healthPort, env: { ...env, HEALTH_PORT: String(healthPort) } };
    }
    const own = { PORT: String(gatewayPort), DEV_API_KEY: this.secrets.devApiKey };
    const unlessGiven = { STREAM_DRAIN_MS: localDrainMs, ...routingQuestions(this.settings.clubFile) };
    return { healthPort: gatewayPort, env: { ...unlessGiven, ...env, ...own } };
  }
}
