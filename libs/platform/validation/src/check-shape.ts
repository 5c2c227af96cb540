import type { z } from 'zod';
import { err, failure, ok, type FailurePlace, type Result } from '#kernel';
import { inWords } from './in-words.js';

/** So many places are told in the sentence of a failure; all of them stand in its `places`. */
const toldAtMost = 5;

/** A schema's own message is a sentence where it begins as one, and otherwise what is said of the value: `must be even`. */
const sentence = (subject: string, message: string): string =>
  /^\p{Lu}/u.test(message) ? message : `${subject} ${message.replace(/\.$/, '')}.`;

function placesOf(error: z.ZodError, whole: string): FailurePlace[] {
  return error.issues.flatMap((issue) => {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [];
    const paths = names.length > 0 ? names.map((name) => [...issue.path, name]) : [issue.path];
    return paths.map((steps) => {
      const path = steps.map(String).join('.');
      return { path, message: sentence(path || whole, issue.message) };
    });
  });
}

/**
 * A value in the shape that was promised, or one `invalid-request` failure: a sentence for every wrong place, up to five.
 * @param whole what the value is called where it is wrong as a whole: `The request`
 */
export function checkShape<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  whole: string,
): Result<z.infer<Schema>> {
  const parsed = schema.safeParse(value, { error: inWords });
  if (parsed.success) return ok(parsed.data);
  const places = placesOf(parsed.error, whole);
  const told = places.slice(0, toldAtMost).map(({ message }) => message);
  return err(failure('invalid-request', told.join(' '), places));
}
