import {
  feedbackRequestSchema,
  feedbackResponseSchema,
  queryRequestSchema,
  queryResponseSchema,
  queryStreamPartSchema,
} from '#contracts';
import { anyJson, bodyFailures, inPath, json, schemaOf, type Operation } from './operation.js';

/** Asking, and what comes of it. */
export const askingOperations: readonly Operation[] = [
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
];
