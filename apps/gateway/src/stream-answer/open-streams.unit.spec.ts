import { describe, expect, it } from '@jest/globals';
import { OpenStreams } from './open-streams.js';

const failing = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) });

describe('the streams that are open', () => {
  it('are bounded for each key, and for all of them', () => {
    const open = new OpenStreams({ all: 3, perKey: 2 });
    const leave = open.enter('a');
    open.enter('a');
    expect(() => open.enter('a')).toThrow(failing('rate-limited'));
    open.enter('b');
    expect(() => open.enter('c')).toThrow(failing('unavailable'));
    leave();
    leave();
    expect(open.size).toBe(2);
    open.enter('c');
    expect(() => open.enter('c')).toThrow(failing('unavailable'));
  });

  it('never send an emergency away', () => {
    const open = new OpenStreams({ all: 1, perKey: 1 });
    open.enter('a');
    open.enter('a', true);
    open.close();
    open.enter('b', true);
    expect(open.size).toBe(3);
  });

  it('are closed to new ones while the last ones end, and somebody can wait for that', async () => {
    const open = new OpenStreams({ all: 9, perKey: 9 });
    const leave = open.enter('a');
    open.close();
    expect(() => open.enter('a')).toThrow(failing('unavailable'));
    const empty = open.whenEmpty(60_000);
    leave();
    await empty;
    await open.whenEmpty(60_000);
  });

  it('that never end are not waited for without an end', async () => {
    const open = new OpenStreams({ all: 9, perKey: 9 });
    open.enter('a');
    await open.whenEmpty(1);
    expect(open.size).toBe(1);
  });
});
