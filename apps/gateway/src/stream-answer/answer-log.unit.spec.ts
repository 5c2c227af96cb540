import { describe, expect, it } from '@jest/globals';
import type { QueryStreamPart } from '#contracts';
import { AnswerLog } from './answer-log.js';

const words = (text: string): QueryStreamPart => ({ type: 'text-delta', text });
const numbers = (log: AnswerLog, after: number) => log.after(after)?.map(({ n }) => n) ?? null;

describe('the log of an answer', () => {
  it('numbers the parts from 1 and gives those after a number', () => {
    const log = new AnswerLog('a');
    expect(numbers(log, 0)).toEqual([]);
    for (const text of ['one', 'two', 'three']) log.append(words(text));
    expect([numbers(log, 0), numbers(log, 2), numbers(log, 3), numbers(log, 9)]).toEqual([[1, 2, 3], [3], [], []]);
  });

  it('is bounded: what is oldest goes, and who has not read it is told so', () => {
    const log = new AnswerLog('a');
    for (let part = 0; part < 100; part += 1) log.append(words('x'.repeat(10_000)));
    expect(log.size).toBeLessThan(150_000);
    expect(log.after(0)).toBeNull();
    expect(numbers(log, 98)).toEqual([99, 100]);
    const many = new AnswerLog('b');
    for (let part = 0; part < 10_000; part += 1) many.append(words(''));
    expect(many.after(0)).toBeNull();
    expect(many.after(9000)).toHaveLength(1000);
  });

  it('ends once, as it ended first, and takes nothing afterwards', () => {
    const log = new AnswerLog('a');
    log.append(words('one'));
    log.finish('cut');
    log.finish('lost');
    log.append(words('two'));
    expect([log.ending, log.last]).toEqual(['cut', 1]);
  });

  it('tells whoever listens of every part and of the end', () => {
    const log = new AnswerLog('a');
    const told: [number, string | null][] = [];
    const stop = log.onChange(() => told.push([log.last, log.ending]));
    log.append(words('one'));
    log.finish('lost');
    stop();
    expect(told).toEqual([
      [1, null],
      [1, 'lost'],
    ]);
  });
});
