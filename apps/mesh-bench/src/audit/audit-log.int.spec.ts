import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logMigrations, logSchema, PostgresEventStore } from '#event-store';
import { newTraceId, uuidV7 } from '#kernel';
import { createDatabase, migrate, type Database } from '#platform/database';
import { testBackingServices } from '#testing';
import { auditLines, auditLog } from './audit-log.js';
import { isWhole } from './compare-ids.js';
import { recordedAnswers } from './recorded-ids.js';

const services = testBackingServices({ database: 'pglite' });

describe('auditLog', () => {
  let url: string;
  let database: Database;
  let folder: string;
  let since: Date;

  beforeEach(async () => {
    url = await services.freshDatabase();
    await migrate({ url, schema: logSchema, migrations: logMigrations });
    database = createDatabase({
      url,
      applicationName: 'spec',
      maxConnections: 1,
      statementTimeoutMs: 60_000,
      connectionTimeoutMs: 60_000,
    });
    folder = mkdtempSync(join(tmpdir(), 'audit-spec-'));
    since = new Date();
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  const record = async (type: string, member: string, id: string): Promise<void> => {
    const [category] = type.split('-') as [string];
    await new PostgresEventStore(database).append(`${category}-${uuidV7()}`, 'no-stream', [
      { type, version: 1, data: { [member]: id }, actor: 'desk', traceId: newTraceId() },
    ]);
  };
  const answers = (ids: readonly string[]) => Promise.all(ids.map((id) => record('query-answered', 'answerId', id)));
  const told = (heard: readonly string[], feedback: readonly string[] = []) => {
    const files = { answers: join(folder, 'answers'), feedback: join(folder, 'feedback') };
    writeFileSync(files.answers, heard.map((id) => `${id}\n`).join(''));
    writeFileSync(files.feedback, feedback.map((id) => `${id}\n`).join(''));
    return files;
  };
  const some = (count: number): string[] => Array.from({ length: count }, () => uuidV7());

  it('finds answers that are recorded together, each of them', async () => {
    const [alone, shared] = [some(3), some(4)];
    await answers(alone);
    const data = { given: [], asked: shared.slice(0, 3).map((answerId) => ({ answerId })) };
    await new PostgresEventStore(database).append(`repeat-${uuidV7()}`, 'no-stream', [
      { type: 'answers-repeated', version: 1, data, actor: 'desk', traceId: newTraceId() },
    ]);
    const audit = await auditLog(url, since, told([...alone, ...shared]));
    expect(audit.answers).toMatchObject({ told: 7, recorded: 6, lost: 1, doubled: 0 });
  });

  it('finds every answer and every piece of feedback in the log', async () => {
    const [ids, feedback] = [some(30), some(5)];
    await answers(ids);
    for (const id of feedback) await record('feedback-given', 'feedbackId', id);
    const audit = await auditLog(url, since, told(ids, feedback));
    expect(audit.answers).toMatchObject({ told: 30, recorded: 30, lost: 0, doubled: 0 });
    expect(audit.feedback).toMatchObject({ told: 5, recorded: 5, lost: 0, doubled: 0 });
  });

  it('finds the one that is lost and the one that is there twice', async () => {
    const [lost, doubled, ...rest] = some(20) as [string, string, ...string[]];
    await answers([doubled, doubled, ...rest]);
    const feedback = uuidV7();
    const audit = await auditLog(url, since, told([lost, doubled, ...rest], [feedback]), { patienceMs: 0 });
    expect(audit.answers).toMatchObject({ told: 20, recorded: 20, lost: 1, doubled: 1 });
    expect(audit.answers.examples).toEqual([`recorded twice ${doubled}`, `lost ${lost}`]);
    expect(audit.feedback).toMatchObject({ told: 1, lost: 1 });
    expect(isWhole(audit.answers)).toBe(false);
    expect(auditLines(audit)[0]).toContain(`lost ${lost}`);
  });

  it('reads every page once', async () => {
    const ids = some(30);
    await answers(ids);
    for (const atOnce of [1, 7, 30, 31]) {
      const found: string[] = [];
      for await (const { id } of recordedAnswers(database, since, atOnce)) found.push(id);
      expect(found.sort()).toEqual(ids.toSorted());
    }
  });

  it('does not count what was recorded before', async () => {
    await answers(some(3));
    await database.query('select pg_sleep(0.005)');
    const ids = some(2);
    const later = new Date();
    await answers(ids);
    expect((await auditLog(url, later, told(ids))).answers).toMatchObject({ recorded: 2, untold: 0 });
  });
});
