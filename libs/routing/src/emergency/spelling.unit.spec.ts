import { describe, expect, it } from '@jest/globals';
import { emergencySpelling } from './spelling.js';
import { neighbors } from './spelling-neighbors.js';

describe('emergencySpelling', () => {
  it.each([
    ['ambulence', 'ambulance'],
    ['unconcious', 'unconscious'],
    ['siezure', 'seizure'],
    ['colapsed', 'collapsed'],
    ['floding', 'flooding'],
    ['burglery', 'burglary'],
  ])('reads %j as %j', (word, meant) => expect(emergencySpelling(word)).toBe(meant));

  it('leaves ordinary words what they are', () => {
    for (const word of [...neighbors, 'booking', 'projector', 'membership', 'league'])
      expect(emergencySpelling(word)).toBe(word);
  });
});
