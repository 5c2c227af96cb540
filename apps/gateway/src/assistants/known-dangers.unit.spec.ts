import { describe, expect, it } from '@jest/globals';
import { KnownDangers } from './known-dangers.js';

function dangersOf() {
  const asked: string[] = [];
  const mayBeEmergency = (query: string): boolean => {
    asked.push(query);
    return query.includes('fire');
  };
  return { asked, dangers: new KnownDangers({ mayBeEmergency }) };
}

describe('KnownDangers', () => {
  it('decides once what is said again, either way', () => {
    const { asked, dangers } = dangersOf();
    for (const again of [1, 2, 3]) {
      expect([again, dangers.mayBeEmergency('the lobby is on fire'), dangers.mayBeEmergency('open late?')]).toEqual([
        again,
        true,
        false,
      ]);
    }
    expect(asked).toEqual(['the lobby is on fire', 'open late?']);
  });

  it('remembers a few thousand short texts', () => {
    const { asked, dangers } = dangersOf();
    for (let one = 0; one <= 4000; one += 1) dangers.mayBeEmergency(`${one}`);
    dangers.mayBeEmergency('4000');
    expect(asked).toHaveLength(4001);
    dangers.mayBeEmergency('0');
    expect(asked).toHaveLength(4002);
    for (const again of [1, 2]) dangers.mayBeEmergency('x'.repeat(200 + Math.sign(again)));
    expect(asked).toHaveLength(4004);
  });
});
