import { describe, expect, it } from '@jest/globals';
import { beganAt, eventId, readEventId } from './event-id.js';
import { lastEventOf, wantsResumable } from './resume-headers.js';
import { uuidV7 } from '#kernel';

describe('what a client says of coming back', () => {
  it.each([
    ['resumable', true],
    ['respond-async, Resumable; wait=1', true],
    ['resumable=1', true],
    ['not-resumable', false],
    ['resumables', false],
    [undefined, false],
  ])('Prefer: %s', (prefer, wanted) => {
    expect(wantsResumable({ headers: prefer === undefined ? {} : { prefer } })).toBe(wanted);
  });

  it('an id says of which answer it is, up to where, and when that began', () => {
    const answerId = uuidV7({ now: () => 1_790_000_000_123 });
    expect(readEventId(eventId({ answerId, n: 7 }))).toEqual({ answerId, n: 7 });
    expect(readEventId(eventId({ answerId, n: Infinity }))).toEqual({ answerId, n: Infinity });
    expect(beganAt(answerId)).toBe(1_790_000_000_123);
  });

  it('no id, or an empty one, is nothing to come back to', () => {
    expect(lastEventOf({ headers: {} })).toBeNull();
    expect(lastEventOf({ headers: { 'last-event-id': '' } })).toBeNull();
  });
});
