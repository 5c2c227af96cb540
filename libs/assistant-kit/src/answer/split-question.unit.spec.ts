import { describe, expect, it } from '@jest/globals';
import { splitQuestion } from './split-question.js';

describe('splitQuestion', () => {
  it.each([
    ['what do clubs cost and can I bring my dog', 'what do clubs cost', 'can I bring my dog'],
    ['how do I cancel? also where do I park at mill', 'how do I cancel', 'also where do I park at mill'],
    ['do you rent shoes, and when do you open', 'do you rent shoes', 'when do you open'],
    ['I was charged twice and my screen is frozen', 'I was charged twice', 'my screen is frozen'],
    ['the screen froze and the sound is gone', 'the screen froze', 'the sound is gone'],
    ['my code never came and I need a receipt', 'my code never came', 'I need a receipt'],
  ])('takes apart: %s', (query, first, second) => expect(splitQuestion(query)).toEqual([first, second]));

  it.each([
    'for two people and 18 holes',
    'why and how is that',
    'is it open and what does it cost and can I park',
    'door stays shut',
    'I pushed the button and it still does nothing',
    'me and my friends want to book a bay',
    `${'a long story of many words, '.repeat(12)} and my screen is frozen`,
  ])('leaves as one: %s', (query) => expect(splitQuestion(query)).toBeUndefined());

  it('takes linear time on what is made to be slow', () =>
    expect(splitQuestion(`and the ${'a '.repeat(1000)}`)).toBeUndefined());
});
