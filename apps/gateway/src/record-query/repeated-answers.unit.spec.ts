import { describe, expect, it } from '@jest/globals';
import { answersRepeatedSchema } from '#contracts';
import { GroupCommit, MemoryEventStore, type Append, type Kept } from '#event-store';
import { fail, uuidV7 } from '#kernel';
import { FakeClock } from '#testing';
import { AnswerRecords } from './answer-records.js';
import type { QueryRecord } from './query-record.js';
import { QueryRecorder } from './query-recorder.js';
import { answerIdIn, call, recordOf, routeTo } from './test-records.js';

function open() {
  const store = new MemoryEventStore();
  const clock = new FakeClock();
  const recorder = new QueryRecorder(new GroupCommit(store, { clock }), clock);
  const events = async () => (await store.feed.read({ transactionId: 0, position: 0 }, 1000)).events;
  return { clock, recorder, events, records: new AnswerRecords(store) };
}

describe('queries that were answered from the cache', () => {
  it('are recorded together, what they share once, and each is found as if it stood alone', async () => {
    const { recorder, records, events } = open();
    const asked = ['what does it cost?', 'WHAT does it cost', 'what does it cost?'].map((query, at) => {
      const by = call(`web-${at}`);
      const { ask, ...record } = recordOf(query, { timings: { total: at } });
      return { record: { ...record, ask: { ...ask, answerId: answerIdIn(by) } }, by };
    });
    const stored = await Promise.all(asked.map(({ record, by }) => recorder.record(record, by)));
    expect(stored).toEqual([true, true, true]);
    const [event, ...others] = await events();
    expect(others).toEqual([]);
    expect(event).toMatchObject({ type: 'answers-repeated', category: 'repeat' });
    expect(answersRepeatedSchema.parse(event!.data).given).toHaveLength(1);
    for (const { record, by } of asked) {
      const { answerId, query } = record.ask;
      const { traceId } = by.trace;
      const data = { answerId, query, repeats: 'the-first', answer: record.answer, timings: record.timings };
      const found = await records.find(answerId);
      expect(found).toMatchObject({ id: answerId, traceId, actor: by.principal.id, data });
      const trace = await records.trace(traceId);
      expect(trace).toHaveLength(1);
      expect(trace[0]).toMatchObject({ stream: `query-${answerId}`, type: 'query-answered', traceId, data });
    }
    expect(await records.find(uuidV7())).toBeUndefined();
  });

  it('share only what is the same: the answer that is repeated, and why it was given', async () => {
    const { recorder, events } = open();
    const different = [
      recordOf('a'),
      recordOf('b'),
      recordOf('c', { repeats: 'the-second' }),
      recordOf('d', { route: routeTo('Another reason.') }),
      recordOf('e', { cache: 'L3' }),
      recordOf('f', { degraded: ['knowledge-unverified'], outcome: 'degraded' }),
    ];
    await Promise.all(different.map((record) => recorder.record(record, call('web'))));
    const [event] = await events();
    const { given, asked } = answersRepeatedSchema.parse(event!.data);
    expect(asked.map(({ given: which }) => which)).toEqual([0, 0, 1, 2, 3, 4]);
    expect(given.map(({ repeats, cache, outcome }) => [repeats, cache, outcome])).toEqual([
      ['the-first', 'L1', 'answered'],
      ['the-second', 'L1', 'answered'],
      ['the-first', 'L1', 'answered'],
      ['the-first', 'L3', 'answered'],
      ['the-first', 'L1', 'degraded'],
    ]);
  });

  it('leave an event of their own where they were made for this query, or picked when asked back', async () => {
    const { recorder, events } = open();
    const fresh = recordOf('fresh', { cache: null, repeats: null });
    const { decision } = fresh;
    const picked = recordOf('picked', { decision: { ...decision, chosen: 'booking', offered: ['booking', 'tech'] } });
    await Promise.all([fresh, picked].map((record) => recorder.record(record, call('web'))));
    const types = (await events()).map(({ type }) => type);
    expect(types.sort()).toEqual(['assistant-chosen', 'query-answered', 'query-answered']);
  });

  it('fails the one that cannot be recorded, and no other', async () => {
    const { recorder, events } = open();
    const queries = ['one', 'two', 'half a pair \ud800', 'four', 'five'];
    const outcomes = await Promise.allSettled(queries.map((query) => recorder.record(recordOf(query), call('web'))));
    expect(outcomes.map(({ status }) => status)).toEqual(
      queries.map((query) => (query.startsWith('half') ? 'rejected' : 'fulfilled')),
    );
    const recorded = (await events()).flatMap(({ data }) => answersRepeatedSchema.parse(data).asked);
    expect(recorded.map(({ query }) => query)).toEqual(['one', 'two', 'four', 'five']);
  });

  it('wait as so many records where the database is away', async () => {
    const appends: Append[] = [];
    const appendOrSpool = (append: Append): Promise<Kept> => {
      appends.push(append);
      return Promise.resolve({ kept: 'spooled' });
    };
    const recorder = new QueryRecorder({ appendOrSpool });
    const stored = await Promise.all(['a', 'b'].map((query) => recorder.record(recordOf(query), call('web'))));
    expect(stored).toEqual([false, false]);
    expect(appends.map(({ records }) => records)).toEqual([2]);
  });

  it('never wait without a bound: more than ten thousand are counted as lost', async () => {
    const appendOrSpool = (): Promise<Kept> => Promise.reject(fail('internal', 'It must not be reached.'));
    const recorder = new QueryRecorder({ appendOrSpool });
    const record = recordOf('again');
    for (let time = 0; time < 10_000; time += 1) void recorder.record(record, call('web')).catch(() => undefined);
    expect(await recorder.record(record, call('web'))).toBe(false);
    expect(recorder.dropped).toBe(1);
  });
});

describe('the latest queries', () => {
  it('are those that were answered from the cache and those that were not, the newest first', async () => {
    const { clock, recorder, records } = open();
    const ask = (query: string, cache: QueryRecord['cache']) =>
      recorder.record(recordOf(query, { cache }), call('web'));
    await ask('first', null);
    clock.advance(1);
    await ask('second', 'L1');
    clock.advance(1);
    await ask('third', null);
    const latest = await records.latest(10, ['query', 'assistant']);
    expect(latest.map(({ data }) => data)).toEqual([
      { query: 'third', assistant: 'booking' },
      expect.objectContaining({ query: 'second', assistant: 'booking' }),
      { query: 'first', assistant: 'booking' },
    ]);
    expect((await records.latest(2, ['query'])).map(({ data }) => (data as { query: string }).query)).toEqual([
      'third',
      'second',
    ]);
  });
});
