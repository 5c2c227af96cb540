import { describe, expect, it } from '@jest/globals';
import { seemsForeign } from './foreign.js';
import { words } from './words.js';
import { normalise } from './normalise.js';

const judged = (text: string): boolean => seemsForeign(text, words(normalise(text)));

describe('a question', () => {
  it.each([
    'wie viel kostet eine stunde',
    '¿cuánto cuesta una hora?',
    'wie öffne ich die tür zu bucht 3',
    'hvor mye koster det for en time',
    'мой друг упал и не дышит',
    '我的朋友没有呼吸了',
    '🔥🔥🔥',
  ])('seems not to be in English: %s', (text) => {
    expect(judged(text)).toBe(true);
  });

  it.each([
    'how much is an hour',
    'the el camino of golf carts is parked in the lot',
    'can I pay per hour',
    'do you have a café',
    'xqzt wvkj',
    'the big screen in bay 3 is dead',
  ])('seems to be in English: %s', (text) => {
    expect(judged(text)).toBe(false);
  });
});
