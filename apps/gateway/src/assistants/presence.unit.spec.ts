import { describe, expect, it } from '@jest/globals';
import { Presence, silentAfter } from './presence.js';

describe('Presence', () => {
  const clock = { time: 1000, now: () => clock.time };

  it('counts the instances heard lately', () => {
    const presence = new Presence(clock);
    presence.hear('booking', 'a');
    presence.hear('booking', 'b');
    presence.hear('booking', 'a');
    expect(presence.instances('booking')).toBe(2);
    expect(presence.instances('tech')).toBe(0);
  });

  it('forgets an instance that left, and one that fell silent', () => {
    const presence = new Presence(clock);
    presence.hear('booking', 'a');
    presence.hear('booking', 'b');
    presence.leave('booking', 'a');
    expect(presence.instances('booking')).toBe(1);
    clock.time += silentAfter + 1;
    expect(presence.instances('booking')).toBe(0);
  });
});
