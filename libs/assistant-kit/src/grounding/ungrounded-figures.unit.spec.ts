import { describe, expect, it } from '@jest/globals';
import { figuresOf } from './figures.js';
import { ungroundedFigures } from './ungrounded-figures.js';

const against = (text: string, ...quotes: string[]): string[] =>
  ungroundedFigures(
    text,
    quotes.map((quote) => ({ quote })),
  );

describe('figuresOf', () => {
  it.each([
    ['64 dollars', 'number', '64', 'dollar'],
    ['$64', 'number', '64', 'dollar'],
    ['1,250.50 dollars', 'number', '1250.5', 'dollar'],
    ['forty-four dollars', 'number', '44', 'dollar'],
    ['a hundred dollars', 'number', '100', 'dollar'],
    ['10 percent', 'number', '10', 'percent'],
    ['10%', 'number', '10', 'percent'],
    ['5 business days', 'number', '5', 'day'],
    ['a 45-minute lesson', 'number', '45', 'minute'],
    ['one hour', 'number', '1', 'hour'],
    ['December 20th', 'number', '20', undefined],
    ['call 911', 'number', '911', undefined],
    ['16:00', 'time', '16:00', undefined],
    ['4 pm', 'time', '16:00', undefined],
    ['4:30 p.m.', 'time', '16:30', undefined],
    ['12 am', 'time', '0:00', undefined],
    ['noon', 'time', '12:00', undefined],
    ['555-0100', 'phone', '5550100', undefined],
    ['+1 415-555-0134', 'phone', '14155550134', undefined],
    ['https://www.nightjar.example/jobs.', 'link', 'nightjar.example/jobs', undefined],
    ['see nightjar.example/jobs.', 'link', 'nightjar.example/jobs', undefined],
    ['desk@nightjar.example', 'link', 'desk@nightjar.example', undefined],
    ['@nightjargolf', 'link', '@nightjargolf', undefined],
    ['See Evil.Com now', 'link', 'evil.com', undefined],
    ['pay[.]example', 'link', 'pay[.]example', undefined],
    ['pay dot com', 'link', 'pay dot com', undefined],
    ['203.0.113.7/pay', 'link', '203.0.113.7/pay', undefined],
    ['five five five, zero one oh zero', 'phone', '5550100', undefined],
    ['€64', 'number', '64', 'euro'],
    ['64 €', 'number', '64', 'euro'],
    ['64 quid', 'number', '64', 'pound'],
    ['.75 dollars', 'number', '0.75', 'dollar'],
    ['_64_', 'number', '64', undefined],
    ['64k', 'number', '64k', undefined],
    ['64 k', 'number', '64k', undefined],
    ['a thousand dollars', 'number', '1000', 'dollar'],
    ['half an hour', 'number', '0.5', undefined],
    ['６４ dollars', 'number', '64', 'dollar'],
    ['6\u200b4 dollars', 'number', '64', 'dollar'],
    ['٦٤', 'number', '٦٤', undefined],
  ])('reads %s', (text, kind, value, unit) =>
    expect(figuresOf(text)).toEqual([expect.objectContaining({ kind, value, ...(unit ? { unit } : {}) })]),
  );

  it.each(['one of us is here', 'the first tee', 'e.g. a glove', 'FairView. Then wait'])('finds none in "%s"', (text) =>
    expect(figuresOf(text)).toEqual([]),
  );

  it('does not count the numbers of steps', () => expect(figuresOf('1. Tap it.\n2. Wait.')).toEqual([]));

  it('shares the unit of a range', () =>
    expect(figuresOf('5 to 7 business days').map(({ value, unit }) => `${value} ${unit}`)).toEqual(['5 day', '7 day']));
});

describe('ungroundedFigures', () => {
  it('is empty when everything stands in a source', () =>
    expect(
      against(
        'Two people need 2 hours: $64 off-peak, until 16:00. Call 555-0100 or see nightjar.example.',
        'Two people need 2 hours: 64 dollars off-peak.',
        'Until 16:00. 555-0100. nightjar.example',
      ),
    ).toEqual([]));

  it.each([
    ['an amount', 'It costs 65 dollars.', '65 dollars'],
    ['an amount in words', 'It costs sixty-five dollars.', 'sixty-five dollars'],
    ['a time', 'We open at 5 pm sharp', '5 pm'],
    ['a phone number', 'Call 555-0999.', '555-0999'],
    ['a link', 'See evil.example/pay now.', 'evil.example/pay'],
    ['a mail address', 'Write to boss@nightjar.example.', 'boss@nightjar.example'],
    ['a number with another unit', 'It takes 64 minutes.', '64 minutes'],
  ])('finds %s that stands nowhere', (_, text, found) =>
    expect(against(text, 'It costs 64 dollars at 16:00, 555-0100, nightjar.example')).toEqual([found]),
  );

  it('lets a bare number of a table be any amount', () =>
    expect(against('That is 112 dollars.', '| 2 | 2 | 64 | 88 | 112 |')).toEqual([]));

  it('knows a time however it is written', () => expect(against('until 4 pm', 'until 16:00')).toEqual([]));

  it('takes a number in words for the number', () => expect(against('two minutes', '2 minutes')).toEqual([]));
});
