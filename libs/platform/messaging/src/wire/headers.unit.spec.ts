import { describe, expect, test } from '@jest/globals';
import { MsgHdrsImpl } from '@nats-io/transport-node';
import { Deadline, newTraceContext } from '#kernel';
import { partHeaders, readPartHeaders, readRequestHeaders, requestHeaders } from './headers.js';

const clock = { now: () => 1_789_999_995_000 };
const trace = { ...newTraceContext(), traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) };

const overTheWire = (headers: unknown): MsgHdrsImpl => MsgHdrsImpl.decode((headers as MsgHdrsImpl).encode());

const written = (lines: string): MsgHdrsImpl =>
  MsgHdrsImpl.decode(new TextEncoder().encode(`NATS/1.0\r\n${lines}\r\n\r\n`));

describe('the headers of a request', () => {
  test('arrive as they were sent', () => {
    const headers = overTheWire(requestHeaders(trace, Deadline.at(1_790_000_000_000, clock), 'body.mac', 'r_1-A'));
    expect(readRequestHeaders(headers)).toEqual({
      traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`,
      deadlineAt: 1_790_000_000_000,
      timeLeft: 5000,
      principal: 'body.mac',
      requestId: 'r_1-A',
    });
  });

  test('never promise more time than there is', () => {
    const headers = overTheWire(requestHeaders(trace, Deadline.in(1000.8, clock), 'p', 'r'));
    expect(readRequestHeaders(headers)).toMatchObject({ deadlineAt: clock.now() + 1000, timeLeft: 1000 });
  });

  test.each(['two words', 'a\r\nclub-principal: forged', '', 'x'.repeat(65), 'ä'])('refuse the request id %j', (id) => {
    expect(() => requestHeaders(trace, Deadline.in(1, clock), 'p', id)).toThrow(RangeError);
  });

  test.each([
    ['club-deadline: soon', 'deadlineAt'],
    ['club-deadline: -1', 'deadlineAt'],
    ['club-deadline: 1e9', 'deadlineAt'],
    ['club-time-left: 1.5', 'timeLeft'],
    ['club-request-id: a b', 'requestId'],
    ['something: else', 'principal'],
  ] as const)('are absent when they read %j', (lines, name) => {
    expect(readRequestHeaders(written(lines))[name]).toBeUndefined();
  });

  test('may be missing altogether', () => {
    expect(readRequestHeaders(undefined)).toEqual({});
  });
});

describe('the headers of a part', () => {
  test.each([
    [0, false],
    [12_345, false],
    [7, true],
  ])('part %i, end %s', (part, end) => {
    expect(readPartHeaders(overTheWire(partHeaders(part, end)))).toEqual({ part, end });
  });

  test.each(['club-part: x', 'club-part: -1', 'club-part: 1.5', 'club-end: yes', 'other: 1'])(
    '%j is no position',
    (lines) => {
      expect(readPartHeaders(written(lines))).toEqual({ part: -1, end: false });
    },
  );

  test('may be missing altogether', () => {
    expect(readPartHeaders(undefined)).toEqual({ part: -1, end: false });
  });
});
