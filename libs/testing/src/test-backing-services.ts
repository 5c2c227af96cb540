import { afterAll, beforeAll } from '@jest/globals';
import {
  startNats,
  startPglite,
  startPostgres,
  startRedis,
  type BackingService,
  type NatsOptions,
} from '#backing-services';
import { createDatabase, emptyDatabase } from './fresh-database.js';

export interface Wanted {
  readonly nats?: NatsOptions;
  readonly redis?: boolean;
  /** `pglite` is the embedded default; `postgres` is for what depends on real concurrency or roles. */
  readonly database?: 'pglite' | 'postgres';
}

/** Real servers for one spec file: they start before its tests, on free ports, and are gone after them. */
export class TestBackingServices {
  private readonly running = new Map<keyof Wanted, BackingService>();
  private databases = 0;

  constructor(private readonly wanted: Wanted) {}

  get nats(): BackingService {
    return this.service('nats');
  }

  get redis(): BackingService {
    return this.service('redis');
  }

  get database(): BackingService {
    return this.service('database');
  }

  /** The URL of an empty database. On PGlite there is one database only, so what was in it is gone. */
  async freshDatabase(): Promise<string> {
    const { url } = this.database;
    if (this.wanted.database === 'postgres') return createDatabase(url, `test_${(this.databases += 1)}`);
    await emptyDatabase(url);
    return url;
  }

  async start(): Promise<void> {
    const { nats, redis, database } = this.wanted;
    const starts = await Promise.allSettled([
      nats && this.keep('nats', startNats(nats)),
      redis && this.keep('redis', startRedis()),
      database && this.keep('database', database === 'pglite' ? startPglite() : startPostgres({ durable: false })),
    ]);
    const failed = starts.find((start) => start.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.running.values()].map((service) => service.stop()));
  }

  private async keep(kind: keyof Wanted, starting: Promise<BackingService>): Promise<void> {
    this.running.set(kind, await starting);
  }

  private service(kind: keyof Wanted): BackingService {
    const service = this.running.get(kind);
    if (!service) throw new Error(`This spec did not ask for ${kind}, or asks before its tests began.`);
    return service;
  }
}

/** To be called at the top of a spec file: starts what it wants before its tests and stops it after them. */
export function testBackingServices(wanted: Wanted): TestBackingServices {
  const services = new TestBackingServices(wanted);
  beforeAll(() => services.start());
  afterAll(() => services.stop());
  return services;
}
