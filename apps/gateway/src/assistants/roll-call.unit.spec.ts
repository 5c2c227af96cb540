import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '#testing';
import { RollCall } from './roll-call.js';

describe('RollCall', () => {
  /** Presence every two seconds, for so long, of the same unheard manifest. */
  function callsWithin(milliseconds: number): { calls: number; roll: RollCall } {
    const clock = new FakeClock();
    const roll = new RollCall(clock);
    let calls = 0;
    for (let passed = 0; passed < milliseconds; passed += 2000) {
      if (roll.isDue('booking', 'new')) calls += 1;
      clock.advance(2000);
    }
    return { calls, roll };
  }

  it('calls at once, and then ever more rarely, for a manifest that cannot be read', () => {
    expect(callsWithin(2000).calls).toBe(1);
    expect(callsWithin(60_000).calls).toBe(4);
    expect(callsWithin(86_400_000).calls).toBeLessThan(160);
  });

  it('does not call for one that came through, and names who sends what cannot be read', () => {
    const { roll } = callsWithin(60_000);
    expect(roll.unread()).toEqual(['booking']);
    roll.hear('new');
    expect(roll.isDue('booking', 'new')).toBe(false);
    expect(roll.unread()).toEqual([]);
  });

  it('remembers no more than a thousand, whatever is announced', () => {
    const roll = new RollCall(new FakeClock());
    for (let at = 0; at < 1100; at += 1) roll.isDue('noise', `hash ${at}`);
    expect(roll.isDue('noise', 'hash 1099')).toBe(false);
    expect(roll.isDue('noise', 'hash 0')).toBe(true);
  });
});
