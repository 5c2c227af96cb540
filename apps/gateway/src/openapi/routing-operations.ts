import { z } from 'zod';
import {
  configuredResponseSchema,
  configureRequestSchema,
  configVersionSchema,
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
    summary: 'Which assistants there are, and whether they are there now',
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
    summary: 'Every version of it, the oldest first: who, when, why, and what changed',
    parameters: [inAssistant],
    replies: {
      200: { description: 'The versions.', content: json(z.object({ versions: z.array(configVersionSchema) })) },
    },
    failures: ['not-found', 'unavailable', 'deadline-exceeded'],
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
];
