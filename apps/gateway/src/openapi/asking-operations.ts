import {
  feedbackRequestSchema,
  feedbackResponseSchema,
  queryRequestSchema,
  queryResponseSchema,
  queryStreamEventSchema,
} from '#contracts';
import { anyJson, bodyFailures, inHeader, inPath, json, schemaOf, type Operation } from './operation.js';

const lastEventId = 'The id of the last event that came: `<answerId>.<n>`. What came after it is sent.';

/** Asking, and what comes of it. */
export const askingOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/query',
    id: 'answerQuery',
    summary: 'Ask a question',
    description:
      'Answers from the club’s own SOPs. With `Accept: text/event-stream` the same answer comes as server-sent events, each named by its `type`: answer-start, text-delta, source-add, action-add, escalation-raise, answer-end. A client that drops may come back for two minutes, with the same body and `Last-Event-ID`, or with `GET /query/{answerId}/stream`. When more is asked than can be answered (503 `overloaded`), a question that may be an emergency is not turned away without the card: the problem has `emergency`, as an answer has, and with `emergency: true` the question is let in without waiting for `Retry-After`.',
    parameters: [
      inHeader('Last-Event-ID', lastEventId),
      inHeader(
        'Prefer',
        '`resumable`: the answer is worked on when the client drops, and can be resumed whole. Without it, a client that leaves stops the work.',
      ),
    ],
    body: { type: 'application/json', schema: schemaOf(queryRequestSchema, 'input') },
    replies: {
      200: {
        description: 'The query ended: answered, degraded, escalated, asked back (clarify) or rejected.',
        content: { ...json(queryResponseSchema), 'text/event-stream': { schema: schemaOf(queryStreamEventSchema) } },
      },
    },
    failures: [...bodyFailures, 'unknown-site', 'not-found', 'rate-limited', 'overloaded', 'unavailable'],
  },
  {
    method: 'get',
    path: '/query/{answerId}/stream',
    id: 'resumeAnswer',
    summary: 'The rest of a streamed answer, for who asked, at any gateway, for two minutes',
    description:
      'What comes after `Last-Event-ID`, or all of it. Where that cannot be had any more, one `resync` event has the whole answer.',
    parameters: [inPath('answerId', { type: 'string', format: 'uuid' }), inHeader('Last-Event-ID', lastEventId)],
    replies: {
      200: {
        description: 'The rest of the answer.',
        content: { 'text/event-stream': { schema: schemaOf(queryStreamEventSchema) } },
      },
      204: { description: 'The client has all of it.', content: {} },
    },
    failures: ['invalid-request', 'not-found', 'rate-limited', 'unavailable'],
  },
  {
    method: 'delete',
    path: '/query/{answerId}/stream',
    id: 'stopAnswer',
    summary: 'Stop working on a streamed answer of one’s own, at whichever gateway',
    description: 'For clients that asked with `Prefer: resumable`, whose leaving alone stops nothing.',
    parameters: [inPath('answerId', { type: 'string', format: 'uuid' })],
    replies: { 202: { description: 'It is stopped, if it was worked on.', content: {} } },
    failures: ['invalid-request', 'unavailable'],
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
