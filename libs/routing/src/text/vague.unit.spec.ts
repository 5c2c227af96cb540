import { describe, expect, it } from '@jest/globals';
import { terms } from './terms.js';
import { isVague } from './vague.js';

describe('isVague', () => {
  it.each([
    'it happened again',
    'the customer has a problem',
    'Hello?',
    'bay 7',
    'what should i do now',
    'something is wrong',
  ])('is true of %j', (text) => expect(isVague(terms(text))).toBe(true));

  it.each(['the projector has a problem', 'cancel it', 'where do i park', 'it smokes', '', '???'])(
    'is false of %j',
    (text) => expect(isVague(terms(text))).toBe(false),
  );
});
