import { z } from 'zod';
import { sopSchema, sopSummarySchema } from '#contracts';
import { bodyFailures, inHeader, inPath, inQuery, json, type Operation } from './operation.js';

/** The SOPs. */
export const sopOperations: readonly Operation[] = [
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
];
