import { describe, expect, it } from '@jest/globals';
import { read } from '../text/said.js';
import { kindOfDanger, readDanger } from './kind-of-danger.js';

describe('the kind of a danger', () => {
  it.each([
    ['he collapsed and is hurt', 'medical'],
    ['flames in the kitchen', 'fire'],
    ["someone od'd in the washroom", 'medical'],
    ["guy od'd near the water cooler", 'medical'],
    ['passed out after the lights went off', 'medical'],
    ['the burglar alarm is going off', 'break-in'],
    ['a gas leak next to the toilets', 'gas'],
    ['she slipped and hurt her back', 'medical'],
    ['come quickly', 'unspecified'],
  ])('of "%s" is %s', (text, kind) => {
    expect(kindOfDanger(read(text))).toBe(kind);
  });

  it.each([
    ['where something is', 'quick, over by the water fountain'],
    ['one word of water about a person', 'he is by the drip'],
  ])('is not told by %s', (_, text) => expect(kindOfDanger(read(text))).toBe('unspecified'));

  it('is all that is told, who is dying first', () => {
    expect(readDanger('the pipe burst and he is unconscious on the floor')).toMatchObject({
      kind: 'medical',
      told: ['medical', 'water'],
      aboutSomebody: true,
    });
    expect(readDanger('anything in the washroom')).toMatchObject({
      kind: 'unspecified',
      told: [],
      aboutSomebody: false,
    });
  });
});
