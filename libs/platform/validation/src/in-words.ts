import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;
type SizeIssue = Extract<Issue, { code: 'too_small' | 'too_big' }>;

/** What zod calls a type, in words. */
const types: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const formats: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  url: 'a URL',
  email: 'an e-mail address',
  date: 'a date such as 2026-01-31',
  datetime: 'a date and time such as 2026-01-31T09:00:00Z',
};

/** What is counted in a value of that origin; a number is not counted but compared. */
const units: Readonly<Record<string, string>> = { string: 'character', array: 'entry', set: 'entry', map: 'entry' };

function counted(count: number, unit: string): string {
  if (count === 1) return `1 ${unit}`;
  return `${count} ${unit === 'entry' ? 'entries' : `${unit}s`}`;
}

const amount = (value: number | bigint, origin: string): string => {
  const unit = units[origin];
  return unit === undefined ? String(value) : counted(Number(value), unit);
};

function ofSize(issue: SizeIssue): string {
  const small = issue.code === 'too_small';
  const limit = small ? issue.minimum : issue.maximum;
  const verb = issue.origin in units ? 'must have' : 'must be';
  if (small && limit === 1 && issue.origin === 'string') return 'is empty';
  if (issue.exact) return `${verb} exactly ${amount(limit, issue.origin)}`;
  if (issue.inclusive === false) return `${verb} ${small ? 'more' : 'less'} than ${amount(limit, issue.origin)}`;
  return `${verb} at ${small ? 'least' : 'most'} ${amount(limit, issue.origin)}`;
}

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? `must be ${String(values[0])}` : `must be one of ${values.map(String).join(', ')}`;

/**
 * What is wrong with a value, as what is said of it: `is missing`, `must be one of staff, member`. It never repeats the
 * value, which may be a secret. For `schema.safeParse(value, { error: inWords })`; a schema's own message goes before it.
 */
export function inWords(issue: Issue): string {
  if (issue.input === undefined && issue.code !== 'unrecognized_keys') return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${types[issue.expected] ?? `a ${issue.expected}`}`;
    case 'invalid_value':
      return oneOf(issue.values);
    case 'too_small':
    case 'too_big':
      return ofSize(issue);
    case 'invalid_format':
      return issue.format in formats ? `must be ${formats[issue.format]}` : 'does not have the form that is taken here';
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_union':
      return 'has none of the forms that are taken here';
    case 'invalid_key':
      return 'has a name that is not taken here';
    case 'unrecognized_keys':
      return 'is not known';
    default:
      return 'does not fit';
  }
}
