import { z } from 'zod';
import {
  configuredResponseSchema,
  configureRequestSchema,
  configVersionSchema,
  decideExampleRequestSchema,
  learnedExampleSchema,
  learnedExamplesResponseSchema,
  restoreConfigRequestSchema,
  tryRoutingRequestSchema,
  tryRoutingResponseSchema,
} from '#contracts';
import { anyJson, bodyFailures, inHeader, inPath, inQuery, json, schemaOf, type Operation } from './operation.js';

const inAssistant = inPath('assistant', { type: 'string' });
const basedOn = [
  inHeader('If-Match', 'The version it is based on, as ETag gave it: "3"'),
  inHeader('If-None-Match', '* where nothing was configured yet'),
];
const configFailures = [
  ...bodyFailures,
  'forbidden',
  'not-found',
  'version-required',
  'version-conflict',
  'routing-regression',
  'unavailable',
  'deadline-exceeded',
] as const;

/** Which assistants there are, and how questions find them. */
export const routingOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/assistants',
    id: 'listAssistants',
    summary: 'Which assistants there are, whether they are there now, and what the router was taught of each',
    description:
      '`claimed` are examples of an assistant that are taken for another’s, `problem` is why nothing is routed to it. `learning` says how learning from use stands, and `unread` names assistants whose manifest this gateway cannot read.',
    replies: { 200: { description: 'The assistants.', content: anyJson } },
    failures: [],
  },
  {
    method: 'get',
    path: '/assistants/{assistant}/config',
    id: 'readConfig',
    summary: 'What the club’s people say of an assistant, on top of its manifest; its current version or an older one',
    parameters: [inAssistant, inQuery('version', { type: 'integer', minimum: 0 })],
    replies: {
      200: { description: 'The configuration; its version stands in ETag.', content: json(configVersionSchema) },
    },
    failures: ['invalid-request', 'not-found', 'unavailable', 'deadline-exceeded'],
  },
  {
    method: 'get',
    path: '/assistants/{assistant}/config/history',
    id: 'readConfigHistory',
    summary: 'Its versions, the newest of them, the oldest first: who, when, why, and what changed',
    parameters: [
      inAssistant,
      inQuery('limit', { type: 'integer', minimum: 1, maximum: 100, default: 20 }),
      inQuery('before', { type: 'integer', minimum: 0 }),
    ],
    replies: {
      200: { description: 'The versions.', content: json(z.object({ versions: z.array(configVersionSchema) })) },
    },
    failures: ['invalid-request', 'not-found', 'unavailable', 'deadline-exceeded'],
  },
  {
    method: 'put',
    path: '/assistants/{assistant}/config',
    id: 'configureAssistant',
    summary: 'Change it: every gateway routes by it within a second, by new examples once it has read what was learned',
    description:
      'It is held against the labeled questions of the club first. What loses by it is refused with `routing-regression`, unless a key with the scope `admin` gives a reason in `override`.',
    parameters: [inAssistant, ...basedOn],
    body: { type: 'application/json', schema: schemaOf(configureRequestSchema, 'input') },
    replies: { 200: { description: 'It is the current version now.', content: json(configuredResponseSchema) } },
    failures: configFailures,
  },
  {
    method: 'post',
    path: '/assistants/{assistant}/config/restore',
    id: 'restoreConfig',
    summary: 'Make an older version the newest one again',
    parameters: [inAssistant, ...basedOn],
    body: { type: 'application/json', schema: schemaOf(restoreConfigRequestSchema, 'input') },
    replies: { 200: { description: 'It is the current version now.', content: json(configuredResponseSchema) } },
    failures: configFailures,
  },
  {
    method: 'post',
    path: '/routing/try',
    id: 'tryRouting',
    summary: 'How given and real questions would be routed with edits that nobody saved',
    body: { type: 'application/json', schema: schemaOf(tryRoutingRequestSchema, 'input') },
    replies: { 200: { description: 'Both ways of routing, side by side.', content: json(tryRoutingResponseSchema) } },
    failures: [...bodyFailures, 'forbidden', 'not-found', 'rate-limited', 'unavailable', 'deadline-exceeded'],
  },
  {
    method: 'get',
    path: '/routing/learned',
    id: 'listLearned',
    summary: 'The questions that people took to assistants, and which of them the router was taught',
    description:
      'A question counts once enough API keys took it to the same assistant: by choosing it when they were asked back, or by finding its answer helpful. What managers accepted comes first, then the newest.',
    parameters: [
      inQuery('assistant', { type: 'string', maxLength: 32 }),
      inQuery('state', schemaOf(learnedExampleSchema.shape.state)),
      inQuery('limit', { type: 'integer', minimum: 1, maximum: 1000, default: 200 }),
    ],
    replies: { 200: { description: 'The questions.', content: json(learnedExamplesResponseSchema) } },
    failures: ['invalid-request', 'forbidden', 'unavailable', 'deadline-exceeded'],
  },
  {
    method: 'post',
    path: '/routing/learned/{example}/decision',
    id: 'decideLearned',
    summary: 'Refuse a question, which takes it out of every router, or accept it without waiting for others',
    description:
      'A refused one is forgotten by every gateway at once, whatever people say of it later. An accepted one is taught with the next attempt, if the labeled questions do not lose by it. The latest word counts.',
    parameters: [inPath('example', { type: 'string', pattern: '^[0-9a-f]{32}$' })],
    body: { type: 'application/json', schema: schemaOf(decideExampleRequestSchema, 'input') },
    replies: { 200: { description: 'The question, as it stands now.', content: json(learnedExampleSchema) } },
    failures: [...bodyFailures, 'forbidden', 'not-found', 'unavailable', 'deadline-exceeded'],
  },
];
