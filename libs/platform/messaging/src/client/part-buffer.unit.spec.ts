import { describe, expect, test } from '@jest/globals';
import { fail } from '#kernel';
import { PartBuffer } from './part-buffer.js';

const limits = { bufferedParts: 3, bufferedCharacters: 10 };
const buffer = () => new PartBuffer<string>(limits, (text) => text);
const part = (value: string) => ({ done: false, value });
const done = { done: true, value: undefined };

describe('the parts between the wire and their reader', () => {
  test('are read in order, whether they came before or after the reader', async () => {
    const parts = buffer();
    const early = parts.next();
    parts.put('a');
    parts.put('b');
    expect(await early).toEqual(part('a'));
    expect(await parts.next()).toEqual(part('b'));
  });

  test('that are kept are still read after the end, and then the error, once', async () => {
    const parts = buffer();
    parts.put('a');
    parts.end(fail('unavailable', 'Lost.'));
    expect(await parts.next()).toEqual(part('a'));
    await expect(parts.next()).rejects.toMatchObject({ failure: { code: 'unavailable' } });
    expect(await parts.next()).toEqual(done);
  });

  test('the end reaches everybody who waits', async () => {
    const parts = buffer();
    const waiting = [parts.next(), parts.next()];
    parts.end();
    expect(await Promise.all(waiting)).toEqual([done, done]);
  });

  test('an error reaches the first who waits, and the others see the end', async () => {
    const parts = buffer();
    const [first, second] = [parts.next(), parts.next()];
    parts.end(fail('cancelled', 'Gone.'));
    await expect(first).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    expect(await second).toEqual(done);
  });

  test('are bounded in number', () => {
    const parts = buffer();
    expect(['a', 'b', 'c', 'd'].map((text) => parts.put(text))).toEqual([true, true, true, false]);
  });

  test('are bounded in size, but a single one may be large', () => {
    const parts = buffer();
    expect(parts.put('x'.repeat(50))).toBe(true);
    expect(parts.put('y')).toBe(false);
  });

  test('make room when they are read', async () => {
    const parts = buffer();
    for (let round = 0; round < 20; round += 1) {
      expect(parts.put('123456')).toBe(true);
      expect(await parts.next()).toEqual(part('123456'));
    }
  });

  test('that are dropped are not read, nor is the error', async () => {
    const parts = buffer();
    parts.put('a');
    parts.end(fail('unavailable', 'Lost.'));
    parts.drop();
    expect(await parts.next()).toEqual(done);
  });

  test('that cannot be read fail only their reader', async () => {
    const parts = new PartBuffer<string>(limits, (text) => {
      if (text === 'bad') throw new Error('unreadable');
      return text;
    });
    parts.put('bad');
    parts.put('good');
    await expect(parts.next()).rejects.toThrow('unreadable');
    expect(await parts.next()).toEqual(part('good'));
  });
});
