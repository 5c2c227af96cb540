import { describe, expect, it } from '@jest/globals';
import { cancelSubject, defineAnnouncement } from './conversation.js';
import { subjectOf, subjectOfEveryService, subjectToken } from './subjects.js';
import { z } from 'zod';

const strangers = [
  '',
  'a.b',
  '.',
  '*',
  'a*',
  '>',
  'a b',
  ' a',
  'a\n',
  'a\tb',
  'Booking',
  'ä',
  'a/b',
  '$SYS',
  'a'.repeat(65),
];

describe('subjectToken', () => {
  it.each(['a', 'booking', 'get-sop', 'list_sops', '0', '-', 'a'.repeat(64)])('takes %j', (token) => {
    expect(subjectToken(token)).toBe(token);
  });

  it.each(strangers)('refuses %j', (token) => {
    expect(() => subjectToken(token)).toThrow(RangeError);
  });

  it('shows no more than the beginning of what it refuses', () => {
    expect(() => subjectToken('A'.repeat(5000))).toThrow(/^Not a subject token: "A{80}"$/);
  });
});

describe('subjects', () => {
  it('have one form', () => {
    expect(subjectOf('knowledge', 'request', 'search', 1)).toBe('club.knowledge.request.search.v1');
    expect(subjectOfEveryService('announce', 'manifest', 2)).toBe('club.*.announce.manifest.v2');
  });

  it.each(strangers)('no stranger gets %j into one, in any place', (token) => {
    const announcement = defineAnnouncement('manifest', 1, z.string());
    expect(() => subjectOf(token, 'request', 'search', 1)).toThrow(RangeError);
    expect(() => subjectOf('knowledge', 'request', token, 1)).toThrow(RangeError);
    expect(() => subjectOfEveryService('event', token, 1)).toThrow(RangeError);
    expect(() => cancelSubject(token)).toThrow(RangeError);
    expect(() => announcement.subject(token)).toThrow(RangeError);
  });
});
