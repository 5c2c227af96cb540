import { openJetStream, PostgresEventStore, Relay } from '#event-store';
import { createDatabase } from '#platform/database';
import { Health, HealthServer } from '#platform/health';
import type { Logger } from '#platform/logging';
import { keepPartitions } from './keep-partitions.js';
import type { MetricsSettings } from './settings.js';

export interface OpenMetrics {
  readonly relay: Relay;
  readonly healthPort: number;
  close(): Promise<void>;
}

/** Carries the log to JetStream until it is closed. */
export async function openMetrics(settings: MetricsSettings, logger: Logger): Promise<OpenMetrics> {
  const database = createDatabase({
    url: settings.DATABASE_URL,
    applicationName: `metrics ${settings.INSTANCE_ID}`,
    maxConnections: settings.DATABASE_CONNECTIONS,
    statementTimeoutMs: 10_000,
    connectionTimeoutMs: 2000,
  });
  const connection = await openJetStream({ url: settings.NATS_URL, service: 'metrics' });
  const relay = new Relay(new PostgresEventStore(database).feed, database, connection, {
    onProblem: (problem) => logger.warn({ err: problem }, 'the relay stopped at an event and tries again'),
  });
  relay.start();
  const stopPartitions = keepPartitions(database, logger);
  const health = new Health()
    .add('database', (deadline) => database.ping(deadline))
    .add('relay', () => {
      if (relay.statistics().failing) throw new Error('the last attempt to carry the log to JetStream failed');
    });
  const server = await HealthServer.start(health, settings.HEALTH_PORT);
  return {
    relay,
    healthPort: server.port,
    close: async () => {
      health.beginStopping();
      stopPartitions();
      await relay.stop();
      await connection.drain();
      await database.close();
      await server.stop();
    },
  };
}
