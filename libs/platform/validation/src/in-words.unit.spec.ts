import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { checkShape } from './check-shape.js';

const told = (schema: z.ZodType, value: unknown): string => {
  const found = checkShape(z.object({ it: schema }), { it: value }, 'The request');
  return found.ok ? 'taken' : found.error.message;
};

const forms = z.union([z.object({ a: z.int() }), z.literal('all')]);
const kinds = z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') }), z.object({ kind: z.literal('b') })]);

describe('what does not fit, in words', () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ['invalid_type, absent', z.string(), undefined, 'it is missing.'],
    ['invalid_type', z.string(), 7, 'it must be a text.'],
    ['invalid_type', z.boolean(), 'yes', 'it must be true or false.'],
    ['invalid_type', z.array(z.string()), {}, 'it must be a list.'],
    ['invalid_type', z.object({}), null, 'it must be an object.'],
    ['invalid_type', z.record(z.string(), z.string()), 'x', 'it must be an object.'],
    ['invalid_type', z.int(), 3.5, 'it must be a whole number.'],
    ['invalid_type, coerced', z.coerce.number(), 'abc', 'it must be a number.'],
    ['invalid_type, rare', z.date(), 1, 'it must be a date.'],
    ['invalid_value, absent', z.enum(['a', 'b']), undefined, 'it is missing.'],
    ['invalid_value', z.enum(['staff', 'member']), 'boss', 'it must be one of staff, member.'],
    ['invalid_value, one', z.literal('on'), 'off', 'it must be on.'],
    ['too_small', z.string().min(1), '', 'it is empty.'],
    ['too_small', z.string().min(3), 'ab', 'it must have at least 3 characters.'],
    ['too_small', z.array(z.int()).min(1), [], 'it must have at least 1 entry.'],
    ['too_small', z.number().min(2), 1, 'it must be at least 2.'],
    ['too_small', z.number().positive(), 0, 'it must be more than 0.'],
    ['too_big', z.string().max(1), 'ab', 'it must have at most 1 character.'],
    ['too_big', z.array(z.int()).max(2), [1, 2, 3], 'it must have at most 2 entries.'],
    ['too_big', z.number().lt(5), 5, 'it must be less than 5.'],
    ['too_big', z.string().length(2), 'abc', 'it must have exactly 2 characters.'],
    ['invalid_format', z.uuid(), 'x', 'it must be a UUID.'],
    ['invalid_format', z.string().regex(/^a$/), 'b', 'it does not have the form that is taken here.'],
    ['not_multiple_of', z.number().multipleOf(5), 7, 'it must be a multiple of 5.'],
    ['invalid_union', forms, true, 'it has none of the forms that are taken here.'],
    ['invalid_union, by kind', kinds, { kind: 'c' }, 'it.kind has none of the forms that are taken here.'],
    ['invalid_key', z.record(z.string().max(1), z.int()), { ab: 1 }, 'it.ab has a name that is not taken here.'],
    ['unrecognized_keys', z.strictObject({}), { a: 1, b: 2 }, 'it.a is not known. it.b is not known.'],
    ['custom', z.string().refine(() => false), 'x', 'it does not fit.'],
    ['its own predicate', z.string().regex(/^a$/, 'must be the letter a'), 'b', 'it must be the letter a.'],
    ['its own sentence', z.string().min(1, 'Ask something.'), '', 'Ask something.'],
  ])('%s', (_, schema, value, sentence) => expect(told(schema, value)).toBe(sentence));
});
