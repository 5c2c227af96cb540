import { describe, expect, it } from '@jest/globals';
import { stem, term } from './stem.js';

describe('stem', () => {
  it.each([
    ['charge', 'charges', 'charged', 'charging'],
    ['cancel', 'cancels', 'cancelled', 'cancelling'],
    ['stop', 'stops', 'stopped', 'stopping'],
    ['party', 'parties'],
    ['miss', 'missed', 'missing', 'misses'],
    ['freeze', 'freezes', 'freezing'],
    ['come', 'comes', 'coming'],
    ['go', 'goes'],
    ['box', 'boxes'],
    ['watch', 'watches', 'watched'],
  ])('lets the forms of %s meet', (...forms) => {
    expect(new Set(forms.map(stem)).size).toBe(1);
  });

  it.each([
    ['bus', 'bus'],
    ['this', 'this'],
    ['king', 'king'],
    ['bed', 'bed'],
    ['glass', 'glass'],
    ['a', 'a'],
    ['', ''],
  ])('leaves %j alone', (word, same) => {
    expect(stem(word)).toBe(same);
  });
});

describe('term', () => {
  it('makes numbers of one length alike, and keeps 911', () => {
    expect(term('3')).toBe(term('7'));
    expect(term('7pm')).toBe('#pm');
    expect(term('18')).not.toBe(term('7'));
    expect(term('911')).toBe('911');
  });
});
