import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logMigrations, logSchema, PostgresEventStore } from '#event-store';
import { newTraceId } from '#kernel';
import { createDatabase, migrate, type Database } from '#platform/database';
import { createLogger } from '#platform/logging';
import { eventually, testBackingServices } from '#testing';
import { openMetrics, type OpenMetrics } from './open-metrics.js';

const services = testBackingServices({ nats: { jetstream: true }, database: 'pglite' });
const logger = createLogger({ service: 'metrics', instance: 'spec', level: 'fatal' });

describe('metrics', () => {
  let metrics: OpenMetrics;
  let database: Database;
  const ready = async () => (await fetch(`http://127.0.0.1:${metrics.healthPort}/health/ready`)).status;
  const append = (id: string) =>
    new PostgresEventStore(database).append(`query-${id}`, 'no-stream', [
      { type: 'query-answered', version: 1, data: { id }, actor: 'spec', traceId: newTraceId() },
    ]);

  beforeAll(async () => {
    const url = await services.freshDatabase();
    await migrate({ url, schema: logSchema, migrations: logMigrations });
    database = createDatabase({
      url,
      applicationName: 'spec',
      maxConnections: 2,
      statementTimeoutMs: 60_000,
      connectionTimeoutMs: 60_000,
    });
    metrics = await openMetrics(
      {
        INSTANCE_ID: 'metrics-1',
        LOG_LEVEL: 'fatal',
        DATABASE_URL: url,
        DATABASE_CONNECTIONS: 2,
        NATS_URL: services.nats.url,
        HEALTH_PORT: 0,
      },
      logger,
    );
  });
  afterAll(async () => {
    await metrics.close();
    await database.close();
  });

  it('is ready, and carries what is appended', async () => {
    await append('1');
    await eventually(() => expect(metrics.relay.statistics().published).toBe(1));
    expect(await ready()).toBe(200);
  });

  it('is not ready while JetStream is away, loses nothing, and carries on', async () => {
    services.nats.kill('SIGKILL');
    await services.nats.exited;
    await append('2');
    await eventually(async () => expect(await ready()).toBe(503));
    await services.nats.restart();
    await eventually(() => expect(metrics.relay.statistics().published).toBe(2));
    await eventually(async () => expect(await ready()).toBe(200));
  });
});
