import { describe, expect, it } from '@jest/globals';
import { newSpanId, newTraceId, traceOfUuid, uuidOfTrace, uuidV7 } from './ids.js';

const at = (time: number) => ({ now: () => time });
const bytesOf = (value: number) => (size: number) => new Uint8Array(size).fill(value);

describe('uuidV7', () => {
  it('is the example of RFC 9562, appendix A.6', () => {
    const random = () =>
      Uint8Array.from([0, 0, 0, 0, 0, 0, 0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(uuidV7(at(0x017f22e279b0), random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  it.each([0x00, 0xff])('has the version and variant bits whatever the random bytes are: %i', (byte) => {
    const id = uuidV7(at(1_700_000_000_000), bytesOf(byte));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('sorts by time, over the carry of every byte', () => {
    const times = [
      0,
      255,
      256,
      65_535,
      65_536,
      2 ** 32 - 1,
      2 ** 32,
      1_763_000_000_000,
      1_763_000_000_001,
      2 ** 48 - 1,
    ];
    const late = times.map((time) => uuidV7(at(time), bytesOf(0x00)));
    const early = times.map((time) => uuidV7(at(time), bytesOf(0xff)));
    expect([...late].sort()).toEqual(late);
    early.slice(0, -1).forEach((id, index) => expect(id < late[index + 1]!).toBe(true));
  });

  it('is different each time', () => {
    expect(new Set(Array.from({ length: 1000 }, () => uuidV7())).size).toBe(1000);
  });
});

describe('trace and span ids', () => {
  it('have the lengths of W3C Trace Context', () => {
    expect(newTraceId()).toMatch(/^[0-9a-f]{32}$/);
    expect(newSpanId()).toMatch(/^[0-9a-f]{16}$/);
  });

  it('are the same bits as a uuid', () => {
    const traceId = newTraceId();
    expect(uuidOfTrace(traceId)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(traceOfUuid(uuidOfTrace(traceId))).toBe(traceId);
  });

  it('are never all zero, which the standard calls invalid', () => {
    const given = [bytesOf(0), bytesOf(9)];
    const random = (size: number) => given.shift()!(size);
    expect(newSpanId(random)).toBe('09'.repeat(8));
  });
});
