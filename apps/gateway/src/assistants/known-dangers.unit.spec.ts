import { describe, expect, it } from '@jest/globals';
import type { EmergencyJudgement } from '#routing';
import { KnownDangers } from './known-dangers.js';

const fire: EmergencyJudgement = { certainty: 'certain', kind: 'fire', evidence: 'fire', likelihood: 0.9 };

function dangersOf() {
  const asked: string[] = [];
  const dangerIn = (query: string): EmergencyJudgement | null => {
    asked.push(query);
    return query.includes('fire') ? fire : null;
  };
  return { asked, dangers: new KnownDangers({ dangerIn }) };
}

describe('KnownDangers', () => {
  it('decides once what is said again, either way', () => {
    const { asked, dangers } = dangersOf();
    for (const again of [1, 2, 3]) {
      expect([again, dangers.dangerIn('the lobby is on fire'), dangers.dangerIn('open late?')]).toEqual([
        again,
        fire,
        null,
      ]);
    }
    expect(asked).toEqual(['the lobby is on fire', 'open late?']);
  });

  it('remembers a few thousand short texts', () => {
    const { asked, dangers } = dangersOf();
    for (let one = 0; one <= 4000; one += 1) dangers.dangerIn(`${one}`);
    dangers.dangerIn('4000');
    expect(asked).toHaveLength(4001);
    dangers.dangerIn('0');
    expect(asked).toHaveLength(4002);
    for (const again of [1, 2]) dangers.dangerIn('x'.repeat(200 + Math.sign(again)));
    expect(asked).toHaveLength(4004);
  });
});
