import { problemSchema } from '#contracts';
import type { FailureCode } from '#kernel';
import { problems } from '#platform/http';
import { askingOperations } from './asking-operations.js';
import { cacheOperations } from './cache-operations.js';
import { healthOperations } from './health-operations.js';
import { schemaOf, type Operation } from './operation.js';
import { routingOperations } from './routing-operations.js';
import { sopOperations } from './sop-operations.js';

const operations = [
  ...askingOperations,
  ...cacheOperations,
  ...routingOperations,
  ...sopOperations,
  ...healthOperations,
];

/** Failures that have the same status are told apart by `code`. */
function failureReplies({ failures, public: open }: Operation): Record<string, object> {
  const codes: FailureCode[] = [
    ...failures,
    ...(open ? [] : (['missing-api-key', 'invalid-api-key'] as const)),
    'internal',
  ];
  const replies: Record<string, object> = {};
  for (const status of new Set(codes.map((code) => problems[code].status))) {
    const same = codes.filter((code) => problems[code].status === status);
    replies[status] = {
      description: same.map((code) => `\`${code}\`: ${problems[code].title}.`).join(' '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  return replies;
}

/** The OpenAPI 3.1 document of the gateway, made from the schemas that check its requests. */
export function describeApi(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const { method, path, id, summary, description, parameters, body, replies } = operation;
    (paths[path] ??= {})[method] = {
      operationId: id,
      summary,
      ...(description ? { description } : {}),
      ...(parameters ? { parameters } : {}),
      ...(body ? { requestBody: { required: true, content: { [body.type]: { schema: body.schema } } } } : {}),
      ...(operation.public ? { security: [] } : {}),
      responses: { ...failureReplies(operation), ...replies },
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'ClubOS gateway',
      version,
      description: 'The one public door of the club’s front desk.',
      license: { name: 'Apache-2.0' },
    },
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: schemaOf(problemSchema) },
    },
  };
}
