import { describe, expect, it } from '@jest/globals';
import { claimsOf, unsupported } from './claims.js';
import { attackOn, lies } from './hostile-model.js';

const said = (text: string): string[] => claimsOf(text).map(({ kind, key }) => `${kind} ${key}`);
const quote =
  'A code costs 5 dollars. Call 555-0100 from 6:00 to 23:00, or see nightjar.example. There is no refund.\n1. Wait 10 minutes.';

describe('the auditor', () => {
  it.each([
    ['It costs $5, or 10% less.', ['number 5', 'number 10']],
    ['Come at 4 pm or 16:30.', ['time 960', 'time 990']],
    ['Call 555-0100.', ['phone 5550100']],
    ['See evil[.]example or pay@x.example', ['link evil.example', 'link pay@x.example']],
    ['Ninety-five, half of it', ['number 95', 'number 0.5']],
    ['1. One of us\n2. Go', []],
    ['The fee is:\n50. each', ['number 50']],
    ['It is ５０ on Monday', ['number 50', 'day monday']],
    ['We will call you', ['promise call']],
    ['Feel free', []],
  ])('reads %j', (text, claims) => expect(said(text).sort()).toEqual(claims.sort()));

  it.each(['A code is 5 dollars.', 'Call 555-0100 before 11 pm.', '1. Wait 10 minutes.', 'There is no refund.'])(
    'finds that %j stands in a quote',
    (text) => expect(unsupported(text, [quote])).toEqual([]),
  );

  it.each([
    'It costs 6 dollars.',
    'It costs 5 euros.',
    'You get a refund.',
    'Call 555-0101.',
    'Until 22:00.',
    'See evil.example.',
  ])('finds that %j stands in none', (text) => expect(unsupported(text, [quote])).toHaveLength(1));

  it('is answered by a model that tells every kind of lie', () => {
    const asked = { question: 'how', draft: 'A code costs 5 dollars.', passages: [{ id: 'S1', text: quote }] };
    const told = new Set(Array.from({ length: 400 }, (_, turn) => attackOn(asked, turn).lie));
    expect([...told].sort()).toEqual(Object.keys(lies).sort());
  });
});
