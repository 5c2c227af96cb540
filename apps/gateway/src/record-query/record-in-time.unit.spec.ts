import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Deadline } from '#kernel';
import type { Call } from '#platform/messaging';
import type { QueryRecord } from './query-record.js';
import { RecordInTime } from './record-in-time.js';

const question = { decision: { emergency: null } } as QueryRecord;
const emergency = { decision: { emergency: 'fire' } } as QueryRecord;
const deadlineMs = 5_000;

describe('a record', () => {
  let away = false;
  let call: Call;
  let recording: PromiseWithResolvers<boolean>;
  let recorded: QueryRecord[] = [];
  const onProblem = jest.fn();
  const inTime = new RecordInTime(
    {
      record: (record) => {
        recorded.push(record);
        return recording.promise;
      },
    },
    { statistics: () => ({ waiting: 0, spooled: 0, dropped: 0, refused: 0, away }) },
    onProblem,
    250,
  );

  beforeEach(() => {
    jest.useFakeTimers();
    away = false;
    call = { deadline: Deadline.in(deadlineMs) } as Call;
    recording = Promise.withResolvers();
    recorded = [];
    onProblem.mockClear();
  });
  afterEach(() => void jest.useRealTimers());

  it.each([true, false])('is waited for, and says whether it is committed: %s', async (committed) => {
    const asked = [inTime.record(question, call), inTime.record(emergency, call)];
    recording.resolve(committed);
    expect(await Promise.all(asked)).toEqual([committed, committed]);
  });

  it('is waited for until shortly before the deadline, but for that of an emergency', async () => {
    const asked = inTime.record(question, call);
    const urgent = inTime.record(emergency, call);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await urgent).toBe(false);
    recording.resolve(true);
    expect(await asked).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('that takes longer than there is time is written all the same, and its answer goes out before its deadline', async () => {
    const asked = inTime.record(question, call);
    let answeredAt = 0;
    void asked.then(() => (answeredAt = Date.now()));
    await jest.advanceTimersByTimeAsync(deadlineMs);
    expect(await asked).toBe(false);
    expect(answeredAt).toBeLessThan(call.deadline.at);
    const refused = new Error('refused');
    recording.reject(refused);
    await recording.promise.catch(() => undefined);
    expect(onProblem).toHaveBeenCalledWith(refused);
  });

  it('is waited for by nobody while the database is away, and is written all the same', async () => {
    away = true;
    expect(await inTime.record(question, call)).toBe(false);
    expect(recorded).toEqual([question]);
  });

  it('that is refused when its answer has gone out is told', async () => {
    away = true;
    await inTime.record(question, call);
    const refused = new Error('refused');
    recording.reject(refused);
    await recording.promise.catch(() => undefined);
    expect(onProblem).toHaveBeenCalledWith(refused);
  });
});
