import { z } from 'zod';
import type { FailureCode } from '#kernel';

/** What one operation takes and gives. Everything else of the document is made of the schemas that check the requests. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly public?: true;
  readonly parameters?: readonly object[];
  readonly body?: { readonly type: string; readonly schema: object };
  readonly replies: Readonly<Record<number, { description: string; content: Readonly<Record<string, object>> }>>;
  readonly failures: readonly FailureCode[];
}

const dialect = 'https://json-schema.org/draft/2020-12/schema';

export function schemaOf(schema: z.ZodType, io: 'input' | 'output' = 'output'): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io });
  // OpenAPI 3.1 names the dialect once, for the whole document; were it another one, the document would be wrong.
  if ($schema !== dialect) throw new Error(`a schema in the dialect ${$schema}`);
  return rest;
}
export const json = (schema: z.ZodType) => ({ 'application/json': { schema: schemaOf(schema) } });
export const anyJson = { 'application/json': { schema: { type: 'object' } } };
export const inPath = (name: string, schema: object) => ({ name, in: 'path', required: true, schema });
export const inQuery = (name: string, schema: object) => ({ name, in: 'query', required: false, schema });
export const inHeader = (name: string, description: string) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});
export const bodyFailures = [
  'malformed-request',
  'invalid-request',
  'unsupported-media-type',
  'payload-too-large',
] as const;
