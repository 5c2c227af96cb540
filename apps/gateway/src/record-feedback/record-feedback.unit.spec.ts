import { describe, expect, it } from '@jest/globals';
import { GroupCommit, MemoryEventStore } from '#event-store';
import { fail } from '#kernel';
import { QueryRecorder } from '../record-query/query-recorder.js';
import { RecentRecords } from '../record-query/recent-records.js';
import { answerIdIn, call, recordOf } from '../record-query/test-records.js';
import { RecordFeedback } from './record-feedback.js';

const away = () => Promise.reject(fail('unavailable', 'The database cannot be reached right now.'));

async function open() {
  const store = new MemoryEventStore();
  const commits = new GroupCommit(store);
  const recent = new RecentRecords();
  const by = call('web');
  const { ask, ...record } = recordOf('what does it cost?');
  const answerId = answerIdIn(by);
  await new QueryRecorder(commits, undefined, recent).record({ ...record, ask: { ...ask, answerId } }, by);
  return { store, commits, recent, by, answerId };
}

describe('feedback on an answer', () => {
  it('that was just given needs no looking up', async () => {
    const { store, commits, recent, by, answerId } = await open();
    const feedback = new RecordFeedback({ find: away }, recent, commits, 60_000);
    const { traceId, feedbackId } = await feedback.record({ answerId, helpful: true }, by.principal, 'f'.repeat(32));
    expect(traceId).toBe(by.trace.traceId);
    const [given] = await store.readStream(`feedback-${feedbackId}`);
    expect(given).toMatchObject({
      causationId: answerId,
      data: { about: { query: 'what does it cost?', assistant: 'booking', routed: true } },
    });
  });

  it('is refused while it cannot be committed, whether the database says so or nothing', async () => {
    const { recent, by, answerId } = await open();
    const statistics = () => ({ waiting: 0, spooled: 0, dropped: 0, refused: 0, away: false });
    for (const append of [away, () => new Promise<never>(() => undefined)]) {
      const feedback = new RecordFeedback({ find: away }, recent, { append, statistics }, 1);
      await expect(feedback.record({ answerId, helpful: true }, by.principal, 'f'.repeat(32))).rejects.toMatchObject({
        failure: { code: 'unavailable', message: expect.stringContaining('please send it again') },
      });
    }
  });
});
