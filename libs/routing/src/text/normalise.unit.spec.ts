import { describe, expect, it } from '@jest/globals';
import { longestText, normalise } from './normalise.js';

describe('normalise', () => {
  it.each([
    ['Smoke ALARM', 'smoke alarm'],
    ['the  door\t\n code', 'the door code'],
    ['it\u2019s \u02bcere isn`t', "it's 'ere isn't"],
    ['\uff42\uff41\uff59 \u2462', 'bay 3'],
    ['fi\u200bre\u00ad in \u202ebay\u202c', 'fire in bay'],
    ['caf\u00e9 r\u00e9sum\u00e9', 'cafe resume'],
    ['heeeeelp!!!! pleaaase', 'heelp! pleaase'],
    ['call 0001 or 5550100', 'call 0001 or 5550100'],
    ['\u{1F525}\u{1F525}\u{1F525} fire', '\u{1F525} fire'],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(normalise(text)).toBe(expected);
  });

  it('is already where it leads', () => {
    for (const text of ['Heeelp', 'I\u2019m\u200b IN', '\ufdfa', 'a'.repeat(500), 'Hall\u00e5 d\u00e4r']) {
      expect(normalise(normalise(text))).toBe(normalise(text));
    }
  });

  it.each([
    ['a letter', 'a'.repeat(100_000)],
    ['a sign that becomes 18', '\ufdfa'.repeat(100_000)],
    ['accents on one letter', `a${'\u0301'.repeat(100_000)}`],
    ['zero width', '\u200b'.repeat(100_000)],
    ['half a character', '\ud83d'.repeat(100_000)],
    ['different letters', 'ab'.repeat(50_000)],
  ])('is never longer than a query may be, whatever comes: %s', (_, text) => {
    expect(normalise(text).length).toBeLessThanOrEqual(longestText);
  });
});
