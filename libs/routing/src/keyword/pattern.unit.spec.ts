import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { compilePattern } from './pattern.js';

const verdict = (pattern: string): string => {
  const compiled = compilePattern(pattern);
  return compiled.ok ? 'taken' : compiled.error.message;
};

describe('compilePattern', () => {
  afterEach(() => void jest.restoreAllMocks());

  it.each([
    String.raw`bay \d{1,2}`,
    String.raw`\bgift (?:card|voucher)s?\b`,
    String.raw`[*+]{1,3} stars`,
    String.raw`\+\d{6,12}`,
    String.raw`(?:\w{1,20} ){1,5}door`,
  ])('takes %s', (pattern) => expect(verdict(pattern)).toBe('taken'));

  it.each([
    ['(unclosed', 'not a regular expression'],
    ['x?', 'matches every question'],
    [String.raw`\w+ing`, 'repeats without an end'],
    ['(a+)+$', 'repeats without an end'],
    ['a{2,}b', 'repeats without an end'],
    ['.*door', 'repeats without an end'],
    ['(a|aa){1,30}b', 'could make it slow'],
    ['(a{1,20}){1,20}b', 'could make it slow'],
    ['(x{0,50}){0,50}y', 'repeats too much'],
    ['[a-y ]{0,5000}z', 'repeats too much'],
    ['.{1,1999}z$', 'repeats too much'],
  ])('refuses %s: it %s', (pattern, why) => expect(verdict(pattern)).toContain(why));

  it('says the same on a machine that is busy with others', () => {
    let time = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => (time += 60_000));
    expect(verdict(String.raw`(?:\w{1,20} ){1,5}door`)).toBe('taken');
  });

  it('finds in any case what it says', () => {
    const compiled = compilePattern('bay [0-9]{1,2}');
    expect(compiled.ok && compiled.value.exec('the light in Bay 12 is out')?.[0]).toBe('Bay 12');
  });
});
