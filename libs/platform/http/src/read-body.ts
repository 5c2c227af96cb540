import type { z } from 'zod';
import { FailureError } from '#kernel';
import { checkShape } from '#platform/validation';

/**
 * A request's body, or parameters, in the shape that was promised.
 * @throws FailureError `invalid-request` with a sentence for every wrong place
 */
export function readAs<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const found = checkShape(schema, value, 'The request');
  if (found.ok) return found.value;
  throw new FailureError(found.error);
}
