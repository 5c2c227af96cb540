import { describe, expect, test } from '@jest/globals';
import { readMarks } from './section-marks.js';

describe('readMarks', () => {
  test('reads where a section holds, how it is asked for and that it is for afterwards, and leaves the rest', () =>
    expect(
      readMarks(
        'Only at: Harbor and Summit\n\nWhen: afterwards\n\nAsked as: hire a coach; golf pro\n\nBook it.\n\n1. Pay.',
      ),
    ).toEqual({
      onlyAt: ['harbor', 'summit'],
      askedAs: ['hire a coach', 'golf pro'],
      unknown: [],
      text: 'Book it.\n\n1. Pay.',
    }));

  test('takes nothing for a mark that stands further down', () =>
    expect(readMarks('Book it.\n\nOnly at: Harbor')).toMatchObject({
      onlyAt: [],
      text: 'Book it.\n\nOnly at: Harbor',
    }));

  test('names a mark that says nothing known', () =>
    expect(readMarks('When: tomorrow\nOnly at:\n\nBook it.').unknown).toEqual(['When: tomorrow', 'Only at:']));
});
