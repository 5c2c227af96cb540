import { describe, expect, it } from '@jest/globals';
import { answersRepeatedSchema, repeatedQueries } from '#contracts';
import { GroupCommit, MemoryEventStore, type Append, type Kept } from '#event-store';
import { fail, uuidV7 } from '#kernel';
import { FakeClock } from '#testing';
import { AnswerRecords } from './answer-records.js';
import { askedIn, givenIn, type QueryRecord } from './query-record.js';
import { QueryRecorder } from './query-recorder.js';
import { answerIdIn, call, recordOf, routeTo } from './test-records.js';

function open() {
  const store = new MemoryEventStore();
  const clock = new FakeClock();
  const recorder = new QueryRecorder(new GroupCommit(store, { clock }), clock);
  const events = async () => (await store.feed.read({ transactionId: 0, position: 0 }, 1000)).events;
  return { clock, store, recorder, events, records: new AnswerRecords(store) };
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

describe('the words of an answer that was given before', () => {
  const hour = 3_600_000;

  const opened = () => {
    const opening = open();
    const ask = async (given: Parameters<typeof recordOf>[1] = {}): Promise<QueryRecord> => {
      const by = call('web');
      const record = recordOf('what does it cost?', given);
      const own = { ...record, ask: { ...record.ask, answerId: answerIdIn(by) } };
      await opening.recorder.record(own, by);
      opening.clock.advance(1);
      return own;
    };
    const given = async () =>
      (await opening.events())
        .filter(({ type }) => type === 'answers-repeated')
        .flatMap(({ data }) => answersRepeatedSchema.parse(data).given);
    return { ...opening, ask, given };
  };

  it('are written once, under the query they were made for, and each record is found with them', async () => {
    const { ask, given, records } = opened();
    const first = await ask({ cache: null, repeats: null });
    const { answerId } = first.ask;
    const again = [await ask({ repeats: answerId }), await ask({ repeats: answerId, cache: 'L2' })];
    expect(await given()).toEqual([
      expect.objectContaining({ wordsOf: answerId, cache: 'L1' }),
      expect.objectContaining({ wordsOf: answerId, cache: 'L2' }),
    ]);
    expect(JSON.stringify(await given())).not.toContain(first.answer.text);
    for (const { ask: asked, cache } of again) {
      const found = await records.find(asked.answerId);
      const { answer, sources, decision } = first;
      const data = { answerId: asked.answerId, cache, repeats: answerId, answer, sources, route: decision.route };
      expect(found!.data).toMatchObject(data);
      expect(found!.data).not.toHaveProperty('wordsOf');
      const [event] = await records.trace(found!.traceId);
      expect(event!.data).toEqual(found!.data);
    }
  });

  it('are written by the first that repeats it where another gateway made it, and never twice in an hour', async () => {
    const { ask, given, records, clock } = opened();
    const [first, second] = [await ask(), await ask()];
    const texts = async () => (await given()).map((one) => ('answer' in one ? one.answer.text : one.wordsOf));
    expect(await texts()).toEqual([first.answer.text, first.ask.answerId]);
    expect((await records.find(second.ask.answerId))!.data).toMatchObject({ answer: first.answer });
    clock.advance(hour);
    const third = await ask();
    await ask();
    expect((await texts()).slice(2)).toEqual([third.answer.text, third.ask.answerId]);
  });

  it('are written for each route and each answer', async () => {
    const { ask, given } = opened();
    await ask();
    await ask({ route: routeTo('Another reason.') });
    await ask({ repeats: 'the-second' });
    expect((await given()).map((one) => 'answer' in one)).toEqual([true, true, true]);
  });

  it('are never referred to before they are committed', async () => {
    const appends: Append[] = [];
    const appendOrSpool = (append: Append): Promise<Kept> => {
      appends.push(append);
      return Promise.resolve({ kept: 'spooled' });
    };
    const recorder = new QueryRecorder({ appendOrSpool });
    const fresh = recordOf('fresh', { cache: null, repeats: null });
    await recorder.record(fresh, call('web'));
    for (const repeats of [fresh.ask.answerId, 'the-first', 'the-first'])
      await recorder.record(recordOf('again', { repeats }), call('web'));
    const repeated = appends.slice(1).map(({ events }) => answersRepeatedSchema.parse(events[0]!.data).given[0]);
    expect(repeated.map((one) => 'answer' in one!)).toEqual([true, true, true]);
  });

  it('are written again when the database was away: it may have lost the last it committed', async () => {
    const kept: Kept['kept'][] = ['recorded', 'spooled', 'recorded'];
    const appends: Append[] = [];
    const appendOrSpool = (append: Append): Promise<Kept> => {
      appends.push(append);
      return Promise.resolve({ kept: kept[appends.length - 1] } as Kept);
    };
    const recorder = new QueryRecorder({ appendOrSpool });
    for (const query of ['a', 'a', 'a']) await recorder.record(recordOf(query), call('web'));
    const given = appends.map(({ events }) => answersRepeatedSchema.parse(events[0]!.data).given[0]!);
    expect(given.map((one) => 'answer' in one)).toEqual([true, false, true]);
  });

  it('come with the latest queries, where they are asked for', async () => {
    const { ask, records } = opened();
    const first = await ask({ cache: null, repeats: null });
    await ask({ repeats: first.ask.answerId });
    const latest = await records.latest(10, ['query', 'answer']);
    expect(latest.map(({ data }) => (data as Partial<QueryRecord>).answer?.text)).toEqual([
      first.answer.text,
      first.answer.text,
    ]);
  });

  it('are missed loudly', async () => {
    const { ask, store, records } = opened();
    const { ask: asked } = await ask({ cache: null, repeats: null });
    const again = await ask({ repeats: asked.answerId });
    const lost = new AnswerRecords({
      readMentioning: (id) => store.readMentioning(id),
      readByTrace: (id) => store.readByTrace(id),
      readLatest: (...wanted) => store.readLatest(...wanted),
      readStream: () => Promise.resolve([]),
    });
    expect(await records.find(again.ask.answerId)).toBeDefined();
    await expect(lost.find(again.ask.answerId)).rejects.toMatchObject({ failure: { code: 'internal' } });
  });

  it('stood in every record of version 1, which is read as it is', () => {
    const record = recordOf('what does it cost?');
    const asked = { ...askedIn(record), given: 0, actor: 'web', at: '2026-11-22T10:00:00.000Z' };
    const [query] = repeatedQueries(answersRepeatedSchema.parse({ given: [givenIn(record)], asked: [asked] }));
    expect(query!.data).toMatchObject({ answer: record.answer, sources: record.sources });
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
