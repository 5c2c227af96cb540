import { describe, expect, it } from '@jest/globals';
import { baseVersionOf } from './base-version.js';

const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as { failure: { code: string } }).failure.code;
  }
};

describe('baseVersionOf', () => {
  it.each([
    ['"3"', undefined, 3],
    ['"12"', undefined, 12],
    ['W/"12"', undefined, 'version-conflict'],
    ['7', undefined, 7],
    [undefined, '*', 0],
    [undefined, undefined, 'version-required'],
    ['*', undefined, 'invalid-request'],
    ['"0"', undefined, 0],
    ['"03"', undefined, 'invalid-request'],
    ['"3", "4"', undefined, 'invalid-request'],
    [undefined, '"3"', 'version-required'],
  ])('If-Match %s, If-None-Match %s: %s', (ifMatch, ifNoneMatch, expected) =>
    expect(codeOf(() => baseVersionOf(ifMatch, ifNoneMatch))).toBe(expected),
  );
});
