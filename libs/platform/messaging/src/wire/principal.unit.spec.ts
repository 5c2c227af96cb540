import { describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import type { Principal } from '#contracts';
import { PrincipalSeal } from './principal.js';

const secret = 'a secret that nobody else has, long';
const staff: Principal = { id: 'u-1', kind: 'staff' };
const seal = () => new PrincipalSeal(secret);

const signedAs = (text: string, key = secret) => {
  const body = Buffer.from(text).toString('base64url');
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
};

describe('the seal of a principal', () => {
  test('another process with the same secret reads what was signed', () => {
    expect(seal().verify(seal().sign(staff))).toEqual(staff);
  });

  test('has the documented form', () => {
    expect(seal().sign(staff)).toBe(signedAs('{"id":"u-1","kind":"staff"}'));
  });

  test('is the same each time, signed and verified', () => {
    const one = seal();
    expect(one.sign(staff)).toBe(one.sign({ ...staff }));
    const header = one.sign(staff);
    expect(one.verify(header)).toBe(one.verify(header));
  });

  test('tells principals apart that differ only in kind', () => {
    const one = seal();
    one.sign(staff);
    expect(one.verify(one.sign({ id: 'u-1', kind: 'member' }))).toEqual({ id: 'u-1', kind: 'member' });
  });

  test.each([
    ['another secret', signedAs('{"id":"u-1","kind":"staff"}', 'some other secret')],
    [
      'a changed principal',
      `${Buffer.from('{"id":"u-2","kind":"staff"}').toString('base64url')}.${seal().sign(staff).split('.')[1]}`,
    ],
    ['no signature', Buffer.from(JSON.stringify(staff)).toString('base64url')],
    ['an empty signature', `${Buffer.from(JSON.stringify(staff)).toString('base64url')}.`],
    ['a shortened signature', seal().sign(staff).slice(0, -4)],
    ['nothing', ''],
    ['only a dot', '.'],
    ['a signed text that is no JSON', signedAs('hello')],
    ['a signed text that is no principal', signedAs('{"id":"u-1","kind":"root"}')],
  ])('refuses %s', (_what, header) => {
    expect(seal().verify(header)).toBeUndefined();
  });

  test('does not forget to verify after it has remembered a thousand', () => {
    const one = seal();
    const headers = Array.from({ length: 1_500 }, (_, n) => one.sign({ id: `u-${n}`, kind: 'member' }));
    expect(headers.every((header, n) => one.verify(header)?.id === `u-${n}`)).toBe(true);
    expect(one.verify(`${headers[0]}x`.replace(/^./, 'A'))).toBeUndefined();
  });

  test('asks for a secret worth the name', () => {
    expect(() => new PrincipalSeal('short')).toThrow(RangeError);
  });
});
