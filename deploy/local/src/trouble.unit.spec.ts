import { describe, expect, test } from '@jest/globals';
import { lastWords, troubleIn, TroubleView } from './trouble.js';

const line = (level: string | number, msg: string, more = {}): string => JSON.stringify({ level, msg, ...more });

describe('what a line says to the person at the terminal', () => {
  test.each([
    [line(30, 'listening'), undefined],
    [line('info', 'listening'), undefined],
    [line('warn', 'slow'), 'slow'],
    [line(40, 'slow'), 'slow'],
    [line(50, 'not stored', { err: { message: 'connection lost' } }), 'not stored: connection lost'],
    [line(60, 'same', { err: { message: 'same' } }), 'same'],
    ['Error: Cannot find module', 'Error: Cannot find module'],
    ['    at Module.load (node:internal)', undefined],
    ['Node.js v24.21.0', undefined],
    ['', undefined],
    ['null', 'null'],
  ])('%s', (given, expected) => expect(troubleIn(given)).toBe(expected));
});

test('the same words are said once, others at once', () => {
  const said: string[] = [];
  const view = new TroubleView('booking', (text) => said.push(text));
  for (const text of ['slow', 'slow', 'away', 'slow']) view.line(line(40, text));
  expect(said).toEqual(['booking: slow', 'booking: away']);
});

test('the last words of a log are its last troubles, or its last line', () => {
  expect(lastWords([line(50, 'one'), line(50, 'two'), line(30, 'bye'), line(60, 'three')].join('\n'))).toBe(
    'two; three',
  );
  expect(lastWords(line(30, 'bye'))).toBe(line(30, 'bye'));
  expect(lastWords('')).toBe('it said nothing');
});
