import type { z } from 'zod';
import { failure, FailureError, type FailurePlace } from '#kernel';

/** Where a value does not fit a schema, each place with its dotted path. */
export function placesOf(error: z.ZodError): FailurePlace[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.join('.');
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: 'This field is not known.' }));
  });
}

/**
 * A request's body, or parameters, in the shape that was promised.
 * @throws FailureError `invalid-request` with every wrong place
 */
export function readAs<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const places = placesOf(parsed.error);
  const first = places[0]!;
  throw new FailureError(
    failure('invalid-request', first.path ? `${first.path}: ${first.message}` : first.message, places),
  );
}
