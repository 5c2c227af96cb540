import { describe, expect, it } from '@jest/globals';
import { MemoryEventStore, streamOf } from '#event-store';
import { AnswerRecords } from '../record-query/answer-records.js';
import { LatestQuestions } from './latest-questions.js';

async function logOf(count: number) {
  const store = new MemoryEventStore();
  let asked = 0;
  const ask = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      asked += 1;
      const event = { type: 'query-answered', version: 1, actor: 'spec', traceId: 'f'.repeat(32) };
      await store.append(streamOf('query', `q${asked}`), 'no-stream', [
        { ...event, data: { query: `question ${asked}`, outcome: 'answered' } },
      ]);
    }
  };
  await ask(count);
  const limits: number[] = [];
  const readLatest: MemoryEventStore['readLatest'] = (category, limit, options) => {
    if (category === 'query') limits.push(limit);
    return store.readLatest(category, limit, options);
  };
  const records = new AnswerRecords({
    readLatest,
    readStream: (stream) => store.readStream(stream),
    readMentioning: (id) => store.readMentioning(id),
    readByTrace: (traceId) => store.readByTrace(traceId),
  });
  return { ask, limits, latest: new LatestQuestions(records) };
}

describe('LatestQuestions', () => {
  it('are the newest first, and no more than asked for', async () => {
    const { latest } = await logOf(3);
    expect(await latest.read(2)).toEqual(['question 3', 'question 2']);
    expect(await latest.read(10)).toEqual(['question 3', 'question 2', 'question 1']);
    expect(await latest.read(0)).toEqual([]);
  });

  it('reads all of them once, and then what came since', async () => {
    const { latest, ask, limits } = await logOf(300);
    await latest.read(300);
    await ask(2);
    expect(await latest.read(301)).toEqual(Array.from({ length: 301 }, (_, at) => `question ${302 - at}`));
    expect(limits).toEqual([10_000, 200]);
  });

  it('reads all of them again where more came than it looks for', async () => {
    const { latest, ask } = await logOf(1);
    await latest.read(1);
    await ask(250);
    expect(await latest.read(1000)).toEqual(Array.from({ length: 251 }, (_, at) => `question ${251 - at}`));
  });

  it('is empty while nobody has asked anything', async () => {
    const { latest, ask } = await logOf(0);
    expect(await latest.read(5)).toEqual([]);
    await ask(1);
    expect(await latest.read(5)).toEqual(['question 1']);
  });
});
