import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Deadline, newTraceId } from '#kernel';
import { eventually } from '#testing';
import { GroupCommit, PostgresEventStore } from '../index.js';
import { newEvent, newStream } from '../spec-support/events.js';
import { startLogDatabase, type Engine, type LogDatabase } from '../spec-support/log-database.js';

const engines: Engine[] = ['PGlite', 'PostgreSQL'];

describe.each(engines)('GroupCommit over %s', (engine) => {
  let log: LogDatabase;
  let store: PostgresEventStore;
  let commit: GroupCommit;

  beforeAll(async () => {
    log = await startLogDatabase(engine, true);
    store = new PostgresEventStore(log.database);
    commit = new GroupCommit(store, { commitTimeoutMs: 5_000, retryAfterMs: 20 });
  });

  afterAll(async () => {
    await commit.close(Deadline.in(5_000));
    await log.close();
  });

  it('commits many appends in few transactions', async () => {
    const traceId = newTraceId();
    await Promise.all(
      Array.from({ length: 300 }, () => commit.append(newStream('query'), 'no-stream', [newEvent({ traceId })])),
    );
    const recorded = await store.readByTrace(traceId);
    expect(recorded).toHaveLength(300);
    expect(new Set(recorded.map(({ transactionId }) => transactionId)).size).toBeLessThanOrEqual(6);
  });

  it('loses no acknowledged append and none that was spooled when the database is killed', async () => {
    const traceId = newTraceId();
    const kept = { recorded: 0, spooled: 0, dropped: 0 };
    let stopped = false;
    const callers = Array.from({ length: 8 }, async () => {
      while (!stopped) {
        const outcome = await commit.appendOrSpool({
          stream: newStream('query'),
          expected: 'no-stream',
          events: [newEvent({ traceId })],
        });
        kept[outcome.kept]++;
      }
    });
    await eventually(() => expect(kept.recorded).toBeGreaterThan(20));
    const { exited } = log.server;
    log.server.kill('SIGKILL');
    await exited;
    await eventually(() => expect(kept.spooled).toBeGreaterThan(20));
    stopped = true;
    await Promise.all(callers);
    await log.server.restart();
    await eventually(() => expect(commit.statistics()).toMatchObject({ spooled: 0, refused: 0, away: false }));
    expect(await store.readByTrace(traceId)).toHaveLength(kept.recorded + kept.spooled);
    expect(commit.statistics().dropped).toBe(kept.dropped);
  });
});
