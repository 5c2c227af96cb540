import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidV7 } from '#kernel';
import { createSharedLog, type SharedLog } from '#platform/cache';
import { eventually, FakeClock, testBackingServices } from '#testing';
import type { QueryStreamPart } from '#contracts';
import { AnswerLog } from './answer-log.js';
import { SharedAnswers } from './shared-answers.js';

const services = testBackingServices({ redis: true });
const deadlineMs = 10_000;
const words = (text: string): QueryStreamPart => ({ type: 'text-delta', text });
const never = new AbortController().signal;

describe('answers that every gateway can read', () => {
  let clock: FakeClock;
  let opened: SharedAnswers[];
  let lines: SharedLog;
  let log: AnswerLog;

  const open = async (): Promise<SharedAnswers> => {
    const shared = createSharedLog({ url: services.redis.url, commandTimeoutMs: 1000 });
    await eventually(() => shared.ping());
    lines = shared;
    const answers = new SharedAnswers(shared, deadlineMs, clock);
    opened.push(answers);
    return answers;
  };
  const texts = (answer: AnswerLog | undefined) =>
    answer?.after(0)?.map(({ json }) => (JSON.parse(json) as { text: string }).text);
  const all = (answers: SharedAnswers, expected: string[]) =>
    eventually(async () => {
      const found = await answers.find('desk', log.answerId, AbortSignal.abort());
      expect(texts(found)).toEqual(expected);
    });

  beforeEach(() => {
    clock = new FakeClock(Date.now());
    opened = [];
    log = new AnswerLog(uuidV7(clock));
  });
  afterEach(() => Promise.all(opened.map((answers) => answers.close(0))));
  afterAll(() => services.redis.kill('SIGCONT'));

  it('are written as they grow, in order, and followed from elsewhere until they end', async () => {
    const [here, there] = [await open(), await open()];
    here.share('desk', log);
    for (const text of ['one', 'two']) log.append(words(text));
    await all(there, ['one', 'two']);
    const followed = (await there.find('desk', log.answerId, never))!;
    for (const text of ['three', 'four']) log.append(words(text));
    log.finish('cut');
    await eventually(() => expect(followed.ending).toBe('cut'));
    expect(texts(followed)).toEqual(['one', 'two', 'three', 'four']);
  });

  it('hold nothing of a person that stood in the question', async () => {
    const here = await open();
    here.share('desk', log);
    const reasons = ['the words "refund jo@mail.example"'];
    log.append({
      type: 'answer-start',
      answerId: log.answerId,
      traceId: 'a',
      assistant: null,
      version: null,
      route: { method: 'none', scores: [], reasons },
      emergency: null,
    });
    await eventually(async () => {
      const found = await here.find('desk', log.answerId, AbortSignal.abort());
      expect(found?.after(0)).toMatchObject([{ n: 1, json: expect.stringContaining('refund [email]') }]);
    });
  });

  it('are nobody else’s', async () => {
    const here = await open();
    here.share('desk', log);
    log.append(words('one'));
    await all(here, ['one']);
    expect(await here.find('other', log.answerId, never)).toBeUndefined();
  });

  it('whose gateway is gone end when their time is up', async () => {
    const [here, there] = [await open(), await open()];
    here.share('desk', log);
    log.append(words('one'));
    await all(there, ['one']);
    const followed = (await there.find('desk', log.answerId, never))!;
    expect(followed.ending).toBeNull();
    clock.advance(deadlineMs + 2001);
    await eventually(() => expect(followed.ending).toBe('lost'));
  });

  it('are whole in spite of a Redis that froze and thawed, and behind while it was frozen', async () => {
    const here = await open();
    here.share('desk', log);
    log.append(words('one'));
    await all(here, ['one']);
    services.redis.kill('SIGSTOP');
    log.append(words('two'));
    await eventually(() => expect(here.isBehind(log)).toBe(true));
    await expect(here.find('desk', log.answerId, never)).rejects.toThrow();
    services.redis.kill('SIGCONT');
    log.append(words('three'));
    log.finish('cut');
    await eventually(() => expect(here.isBehind(log)).toBe(false));
    await all(await open(), ['one', 'two', 'three']);
  });

  it('with a hole are lost rather than wrong', async () => {
    const here = await open();
    const key = `gateway:stream:desk:${log.answerId}`;
    const line = (n: number, text: string) => ({ n, text: `text-delta ${JSON.stringify(words(text))}` });
    await lines.append(key, [line(1, 'one'), line(3, 'three')], 60_000);
    const found = await here.find('desk', log.answerId, never);
    expect([texts(found), found?.ending]).toEqual([['one'], 'lost']);
  });

  it('written twice are there once, and are kept for a while only', async () => {
    await open();
    const key = 'gateway:stream:desk:twice';
    const some = [
      { n: 1, text: 'a' },
      { n: 2, text: 'b' },
    ];
    await lines.append(key, some.slice(0, 1), 60_000);
    await lines.append(key, some, 60_000);
    expect(await lines.after(key, 0)).toEqual(some);
    expect(await lines.after(key, 1)).toEqual(some.slice(1));
    await lines.append(key, [{ n: 3, text: 'c' }], 1);
    await eventually(async () => expect(await lines.after(key, 0)).toEqual([]));
  });
});
