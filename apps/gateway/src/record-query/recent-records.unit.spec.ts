import { describe, expect, it } from '@jest/globals';
import { GroupCommit, MemoryEventStore, type Kept } from '#event-store';
import { FakeClock } from '#testing';
import { AnswerRecords, type AnswerRecord } from './answer-records.js';
import type { QueryRecord } from './query-record.js';
import { QueryRecorder } from './query-recorder.js';
import { RecentRecords } from './recent-records.js';
import { answerIdIn, call, recordOf } from './test-records.js';

function open() {
  const store = new MemoryEventStore();
  const clock = new FakeClock();
  const records = new AnswerRecords(store);
  const recent = new RecentRecords();
  const recorder = new QueryRecorder(new GroupCommit(store, { clock }), clock, recent);
  const ask = async (given: Partial<QueryRecord>, conversationId: string | null = null): Promise<string> => {
    const by = call('web');
    const { ask: asked, ...record } = recordOf('what does it cost?', given);
    const answerId = answerIdIn(by);
    const own = { ...asked, answerId, ...(conversationId ? { conversationId } : {}) };
    await recorder.record({ ...record, ask: own }, by);
    clock.advance(5);
    return answerId;
  };
  return { ask, recent, records };
}

const plain = (record: AnswerRecord | undefined): unknown => JSON.parse(JSON.stringify(record));

describe('the newest records', () => {
  it.each<[string, Partial<QueryRecord>, string | null]>([
    ['a fresh answer', { cache: null, repeats: null }, null],
    ['a fresh answer of a conversation', { cache: null, repeats: null }, 'talk'],
    ['a repeated one', {}, null],
    ['a repeated one of a conversation', {}, 'talk'],
  ])('are as the log has them: %s', async (_, given, conversationId) => {
    const { ask, recent, records } = open();
    const answerId = await ask(given, conversationId);
    expect(plain(recent.get(answerId))).toEqual(plain(await records.find(answerId)));
  });

  it('are a thousand', async () => {
    const { ask, recent } = open();
    const first = await ask({});
    const second = await ask({});
    for (let time = 0; time < 999; time += 1) await ask({});
    expect(recent.get(first)).toBeUndefined();
    expect(recent.get(second)).toMatchObject({ data: { answerId: second } });
  });

  it('hold none that still waits for the database: its promise would be empty', async () => {
    const appendOrSpool = (): Promise<Kept> => Promise.resolve({ kept: 'spooled' });
    const recent = new RecentRecords();
    const recorder = new QueryRecorder({ appendOrSpool }, new FakeClock(), recent);
    const waiting = [recordOf('fresh', { cache: null, repeats: null }), recordOf('again')];
    for (const record of waiting) await recorder.record(record, call('web'));
    expect(waiting.map(({ ask }) => recent.get(ask.answerId))).toEqual([undefined, undefined]);
  });
});
