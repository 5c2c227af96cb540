import { describe, expect, it } from '@jest/globals';
import { doorCode, passageOf } from '../testing/examples.js';
import { plain, readRow, readSection } from './section.js';

const kindsOf = (text: string): string[] =>
  readSection(passageOf(text)).blocks.map(({ kind, text }) => `${kind}: ${text}`);

describe('readSection', () => {
  it('tells apart the answer, steps, steps of the desk and what to say', () =>
    expect(kindsOf(doorCode)).toEqual([
      'lead: The code comes by text and email 60 minutes before the start.',
      'step: Look in the app, your texts and the spam folder.',
      'step: Still nothing? Call 555-0100.',
      'desk-step: console, Bookings: check the number, then Resend code.',
      'say: Your code is in the app under My booking.',
    ]));

  it('says of each block exactly where it stands', () => {
    const { passage, blocks } = readSection(passageOf(doorCode, { start: 40 }));
    expect(blocks.map(({ start, end }) => passage.text.slice(start - 40, end - 40))).toEqual(
      doorCode.split('\n').filter((line) => line !== ''),
    );
  });

  it('reads tables row by row, each cell with its heading', () =>
    expect(
      kindsOf(
        'What it costs.\n\n| players | off-peak | peak |\n| --- | --- | --- |\n| 1 | 32 | 56 |\n| 3 to 4 | 96 | 168 |',
      ),
    ).toEqual([
      'lead: What it costs.',
      'row: 1 player: off-peak 32; peak 56',
      'row: 3 to 4 players: off-peak 96; peak 168',
    ]));

  it('joins lines that belong together', () =>
    expect(kindsOf('A first\nsentence.\n\n1. A step\n   that goes on.\n\n> Say: One,\n> two.')).toEqual([
      'lead: A first sentence.',
      'step: A step that goes on.',
      'say: One, two.',
    ]));

  it('leaves headings out', () =>
    expect(kindsOf('## Heading\n\nText.\n\n### Smaller\n\nMore.')).toEqual(['lead: Text.', 'text: More.']));

  it('reads the marks above the text, and says none of them', () => {
    const text = 'Only at: Harbor, Summit\n\nWhen: afterwards\n\nAsked as: lift; stuck\n\nText.\n\nWhen: later.';
    expect(kindsOf(text)).toEqual(['lead: Text.', 'text: When: later.']);
    expect(readSection(passageOf(text))).toMatchObject({ onlyAt: ['Harbor', 'Summit'], afterwards: true });
    expect(readSection(passageOf('Text.'))).toMatchObject({ onlyAt: [], afterwards: false });
  });

  it('keeps the number of a step', () =>
    expect(readSection(passageOf('6. Later.')).blocks[0]).toMatchObject({ kind: 'step', number: 6 }));

  it('reads nothing from a passage whose span is not as long as its text', () =>
    expect(readSection({ ...passageOf(doorCode), end: 101 }).blocks).toEqual([]));
});

describe('readRow', () => {
  it('reads two columns as a name and what it is', () =>
    expect(readRow(['who', 'phone'], ['site phone', '555-0120'])).toBe('site phone: 555-0120'));
});

describe('readRow with more columns', () => {
  it.each([
    [['rate', 'when', 'an hour'], ['peak', 'Friday evening', '56 dollars'], 'peak: Friday evening; 56 dollars an hour'],
    [
      ['tier', 'monthly', 'included'],
      ['Nest', '179 dollars', '14 hours'],
      'Nest: 179 dollars monthly; included 14 hours',
    ],
  ])('reads each cell with what its heading adds: %s', (header, cells, text) =>
    expect(readRow(header, cells)).toBe(text),
  );
});

describe('plain', () => {
  it.each([
    ['**Bold** and `code`', 'Bold and code'],
    ['an *important* word', 'an important word'],
    ['3 * 4 stays', '3 * 4 stays'],
    ['[the page](https://nightjar.example/jobs)', 'the page (nightjar.example/jobs)'],
  ])('%s', (markdown, text) => expect(plain(markdown)).toBe(text));
});
