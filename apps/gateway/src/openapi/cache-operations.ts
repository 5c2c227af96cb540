import {
  aliasesResponseSchema,
  aliasSuggestionsResponseSchema,
  approveAliasRequestSchema,
  cacheStatisticsSchema,
  removeAliasRequestSchema,
} from '#contracts';
import { bodyFailures, json, schemaOf, type Operation } from './operation.js';

/** Answers that are given again, and questions that are answered as others. */
export const cacheOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/cache',
    id: 'readCache',
    summary: 'What the response cache of the gateway that answers did since it started',
    replies: {
      200: {
        description: 'By tier, and how often an answer from it turned out wrong.',
        content: json(cacheStatisticsSchema),
      },
    },
    failures: ['forbidden'],
  },
  {
    method: 'get',
    path: '/cache/aliases',
    id: 'listAliases',
    summary: 'Which questions are answered as another one',
    replies: { 200: { description: 'By question.', content: json(aliasesResponseSchema) } },
    failures: ['forbidden'],
  },
  {
    method: 'get',
    path: '/cache/aliases/suggestions',
    id: 'suggestAliases',
    summary: 'Questions that were answered the same lately in other words; a person decides',
    replies: { 200: { description: 'The most frequent first.', content: json(aliasSuggestionsResponseSchema) } },
    failures: ['forbidden', 'unavailable', 'deadline-exceeded'],
  },
  {
    method: 'post',
    path: '/cache/aliases',
    id: 'approveAlias',
    summary: 'Have one question answered as another',
    body: { type: 'application/json', schema: schemaOf(approveAliasRequestSchema, 'input') },
    replies: { 200: { description: 'It is recorded; all of them.', content: json(aliasesResponseSchema) } },
    failures: [...bodyFailures, 'forbidden', 'version-conflict', 'unavailable', 'deadline-exceeded'],
  },
  {
    method: 'post',
    path: '/cache/aliases/remove',
    id: 'removeAlias',
    summary: 'Have a question answered as itself again',
    body: { type: 'application/json', schema: schemaOf(removeAliasRequestSchema, 'input') },
    replies: { 200: { description: 'It is recorded; all that are left.', content: json(aliasesResponseSchema) } },
    failures: [...bodyFailures, 'forbidden', 'not-found', 'version-conflict', 'unavailable', 'deadline-exceeded'],
  },
];
