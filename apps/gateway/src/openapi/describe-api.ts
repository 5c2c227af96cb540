import { z } from 'zod';
import {
  feedbackRequestSchema,
  feedbackResponseSchema,
  problemSchema,
  queryRequestSchema,
  queryResponseSchema,
  queryStreamPartSchema,
  sopSchema,
  sopSummarySchema,
} from '#contracts';
import { problems } from '#platform/http';
import type { FailureCode } from '#kernel';

/** What one operation takes and gives. Everything else of the document is made of the schemas that check the requests. */
interface Operation {
  readonly method: 'get' | 'post' | 'put';
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

function schemaOf(schema: z.ZodType, io: 'input' | 'output' = 'output'): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io });
  // OpenAPI 3.1 names the dialect once, for the whole document; were it another one, the document would be wrong.
  if ($schema !== dialect) throw new Error(`a schema in the dialect ${$schema}`);
  return rest;
}
const json = (schema: z.ZodType) => ({ 'application/json': { schema: schemaOf(schema) } });
const anyJson = { 'application/json': { schema: { type: 'object' } } };
const inPath = (name: string, schema: object) => ({ name, in: 'path', required: true, schema });
const inQuery = (name: string, schema: object) => ({ name, in: 'query', required: false, schema });
const inHeader = (name: string, description: string) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});
const bodyFailures = ['malformed-request', 'invalid-request', 'unsupported-media-type', 'payload-too-large'] as const;

const operations: readonly Operation[] = [
  {
    method: 'post',
    path: '/query',
    id: 'answerQuery',
    summary: 'Ask a question',
    description:
      'Answers from the club’s own SOPs. With `Accept: text/event-stream` the same answer comes as server-sent events, each named by its `type`: answer-start, text-delta, source-add, action-add, escalation-raise, answer-end.',
    body: { type: 'application/json', schema: schemaOf(queryRequestSchema, 'input') },
    replies: {
      200: {
        description: 'The query ended: answered, degraded, escalated, asked back (clarify) or rejected.',
        content: { ...json(queryResponseSchema), 'text/event-stream': { schema: schemaOf(queryStreamPartSchema) } },
      },
    },
    failures: [...bodyFailures, 'unknown-site', 'unavailable'],
  },
  {
    method: 'post',
    path: '/feedback',
    id: 'recordFeedback',
    summary: 'Say whether an answer helped',
    body: { type: 'application/json', schema: schemaOf(feedbackRequestSchema, 'input') },
    replies: { 202: { description: 'It is committed.', content: json(feedbackResponseSchema) } },
    failures: [...bodyFailures, 'not-found', 'unavailable'],
  },
  {
    method: 'get',
    path: '/traces/{traceId}',
    id: 'readTrace',
    summary: 'Everything recorded about one query',
    parameters: [inPath('traceId', { type: 'string', pattern: '^[0-9a-f]{32}$' })],
    replies: { 200: { description: 'The events of the trace, oldest first.', content: anyJson } },
    failures: ['invalid-request', 'not-found', 'unavailable'],
  },
  {
    method: 'get',
    path: '/assistants',
    id: 'listAssistants',
    summary: 'Which assistants there are, and whether they are there now',
    replies: { 200: { description: 'The assistants.', content: anyJson } },
    failures: [],
  },
  {
    method: 'get',
    path: '/sops',
    id: 'listSops',
    summary: 'The current version of every SOP, without its text',
    parameters: [inQuery('assistant', { type: 'string' })],
    replies: { 200: { description: 'The SOPs.', content: json(z.object({ sops: z.array(sopSummarySchema) })) } },
    failures: ['invalid-request', 'no-responders', 'unavailable', 'deadline-exceeded'],
  },
  {
    method: 'get',
    path: '/sops/{id}',
    id: 'getSop',
    summary: 'One SOP, whole; its current version or an older one',
    parameters: [inPath('id', { type: 'string' }), inQuery('version', { type: 'integer', minimum: 1 })],
    replies: { 200: { description: 'The SOP; its version stands in ETag.', content: json(sopSchema) } },
    failures: ['invalid-request', 'not-found', 'no-responders', 'unavailable', 'deadline-exceeded'],
  },
  {
    method: 'put',
    path: '/sops/{id}',
    id: 'publishSop',
    summary: 'Publish a new version of an SOP',
    parameters: [
      inPath('id', { type: 'string' }),
      inHeader('If-Match', 'The version it is based on, as ETag gave it: "3"'),
      inHeader('If-None-Match', '* for an SOP that must not exist yet'),
    ],
    body: { type: 'text/markdown', schema: { type: 'string' } },
    replies: {
      200: { description: 'It is the current version now, or already was.', content: json(sopSummarySchema) },
      201: { description: 'A new SOP exists.', content: json(sopSummarySchema) },
    },
    failures: [
      ...bodyFailures,
      'forbidden',
      'version-required',
      'version-conflict',
      'content-refused',
      'no-responders',
      'unavailable',
      'deadline-exceeded',
    ],
  },
  {
    method: 'get',
    path: '/health/live',
    id: 'live',
    summary: 'Whether the process turns',
    public: true,
    replies: { 200: { description: 'It does.', content: anyJson } },
    failures: [],
  },
  {
    method: 'get',
    path: '/health/ready',
    id: 'ready',
    summary: 'Whether the process can do its job, and each thing it depends on',
    public: true,
    replies: {
      200: { description: 'Ready.', content: anyJson },
      503: { description: 'Not ready; `checks` says why.', content: anyJson },
    },
    failures: [],
  },
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
