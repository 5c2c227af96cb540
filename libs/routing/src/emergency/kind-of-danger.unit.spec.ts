import { describe, expect, it } from '@jest/globals';
import { terms } from '../text/terms.js';
import { kindOfDanger } from './kind-of-danger.js';

describe('the kind of a danger', () => {
  it.each([
    ['he collapsed and is hurt', 'medical'],
    ['flames in the kitchen', 'fire'],
    ["someone od'd in the washroom", 'unspecified'],
    ["guy od'd near the water cooler", 'unspecified'],
    ['come quickly', 'unspecified'],
  ])('of "%s" is %s', (text, kind) => {
    expect(kindOfDanger(terms(text))).toBe(kind);
  });
});
