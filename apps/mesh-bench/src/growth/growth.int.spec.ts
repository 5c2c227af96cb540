import { describe, expect, it } from '@jest/globals';
import { logMigrations, logSchema } from '#event-store';
import { createDatabase, migrate } from '#platform/database';
import { testBackingServices } from '#testing';
import { makeBeside } from './beside.js';
import { fillEvents } from './fill-events.js';
import { growthOperations } from './growth-reads.js';
import { seededRandom } from '../open-load/random.js';

const services = testBackingServices({ database: 'postgres' });

describe('the log that growth is measured on', () => {
  it('is like one that was appended to: months, streams, traces, a feed, and appends go on', async () => {
    const url = await makeBeside(services.database.url, 'growth_spec');
    await migrate({ url, schema: logSchema, migrations: logMigrations });
    const settings = {
      applicationName: 'spec',
      maxConnections: 2,
      statementTimeoutMs: 60_000,
      connectionTimeoutMs: 60_000,
    };
    const database = createDatabase({ url, ...settings });
    try {
      const told: number[] = [];
      const filled = await fillEvents(database, 6000, (done) => told.push(done));
      expect(told.at(-1)).toBe(6000);
      const months = await database.query<{ month: string; events: number }>(
        'select tableoid::regclass::text as month, count(*) as events from log.events group by 1',
      );
      expect(months).toHaveLength(6);
      expect(months.every(({ events, month }) => events > 200 && month !== 'log.events_default')).toBe(true);
      const traces = await database.query<{ n: number; trace: string; like: boolean }>(
        `select position::integer as n, trace_id as trace, left(trace_id, 12) = left(replace(id::text, '-', ''), 12) as like
         from log.events where position in (1, 3000, 6000) order by position`,
      );
      expect(traces.map(({ trace }) => trace)).toEqual([1, 3000, 6000].map((n) => filled.traceOf(n)));
      expect(traces.slice(1).map(({ like }) => like)).toEqual([true, true]);
      const results: Record<string, unknown> = {};
      for (const { name, run } of growthOperations(database, filled, seededRandom(3))) results[name] = await run();
      expect(results['trace']).toHaveLength(4);
      expect(results['the record of an answer']).toHaveLength(1);
      expect(results['the newest version of a stream']).toHaveLength(1);
      expect(results['feed, keeping up']).toMatchObject({ events: { length: 256 } });
      expect(results['feed, from somewhere']).toMatchObject({ events: { length: 256 } });
      expect(results['analytics: the latest 10,000 feedbacks']).toHaveLength(1200);
      expect(results['append 100 streams at once']).toHaveLength(100);
    } finally {
      await database.close();
    }
  });
});
