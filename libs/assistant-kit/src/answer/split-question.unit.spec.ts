import { describe, expect, it } from '@jest/globals';
import { splitQuestion } from './split-question.js';

describe('splitQuestion', () => {
  it.each([
    ['what do clubs cost and can I bring my dog', 'what do clubs cost', 'can I bring my dog'],
    ['how do I cancel? also where do I park at mill', 'how do I cancel', 'also where do I park at mill'],
    ['do you rent shoes, and when do you open', 'do you rent shoes', 'when do you open'],
  ])('takes apart: %s', (query, first, second) => expect(splitQuestion(query)).toEqual([first, second]));

  it.each([
    'for two people and 18 holes',
    'the screen froze and the sound is gone',
    'why and how is that',
    'is it open and what does it cost and can I park',
    'door stays shut',
  ])('leaves as one: %s', (query) => expect(splitQuestion(query)).toBeUndefined());
});
