import { describe, expect, test } from '@jest/globals';
import { decidePublication } from './decide-publication.js';

const current = { version: 3, contentHash: 'c' };

describe('decidePublication', () => {
  test.each([
    ['a new SOP', undefined, 'a', 0, { kind: 'publish', version: 1 }],
    ['a change of the current version', current, 'd', 3, { kind: 'publish', version: 4 }],
    ['the same content again', current, 'c', 3, { kind: 'unchanged' }],
    ['the same content again, based on nothing', current, 'c', 0, { kind: 'unchanged' }],
    ['the same content again, based on an old version', current, 'c', 1, { kind: 'unchanged' }],
  ])('of %s', (_, now, hash, base, value) => {
    expect(decidePublication(now, hash, base)).toEqual({ ok: true, value });
  });

  test.each([
    ['an old version', current, 2, 'The current version is 3; this was based on version 2.'],
    ['a version that is yet to come', current, 4, 'The current version is 3; this was based on version 4.'],
    ['nothing, where there is something', current, 0, 'The current version is 3; this was based on none.'],
    ['something, where there is nothing', undefined, 1, 'There is no version yet; this was based on version 1.'],
  ])('refuses what is based on %s, and says what there is', (_, now, base, message) => {
    expect(decidePublication(now, 'd', base)).toEqual({
      ok: false,
      error: { code: 'version-conflict', message, retryable: false },
    });
  });
});
