import { z } from 'zod';
import { aliasApprovedSchema, aliasRemovedSchema } from './aliases.js';
import { askerSchema } from './answer.js';
import { answersRepeatedSchema } from './answers-repeated.js';
import { assistantConfiguredSchema } from './assistant-config.js';
import {
  assistantChosenSchema,
  exampleDecidedSchema,
  examplesLearnedSchema,
  learningRefusedSchema,
} from './learning.js';
import { queryAnsweredSchema } from './query-answered.js';

/** What an asker thought of an answer, in stream `feedback-<feedbackId>`. */
export const feedbackGivenSchema = z.object({
  feedbackId: z.string(),
  answerId: z.string(),
  helpful: z.boolean(),
  reason: z.string().nullable(),
  comment: z.string().nullable(),
  /**
   * Of the answer's own record, what the router learns from. Null where that record still waited for the database. Optional:
   * events before it have none.
   */
  about: z
    .object({
      query: z.string(),
      asker: askerSchema,
      /** Whose key asked. */
      actor: z.string(),
      assistant: z.string().nullable(),
      /** Whether the router alone decided that this assistant answers, and nothing in the query sounded like danger. */
      routed: z.boolean(),
    })
    .nullable()
    .optional(),
});
export type FeedbackGiven = z.infer<typeof feedbackGivenSchema>;

/** An emergency was asked about, in stream `emergency-<answerId>`. */
export const emergencyRaisedSchema = z.object({
  answerId: z.string(),
  query: z.string(),
  site: z.string().nullable(),
  answeredBy: z.enum(['assistant', 'card']),
});

export type EmergencyRaised = z.infer<typeof emergencyRaisedSchema>;

/** A version of an SOP became the current one, in stream `sop-<id>`. */
export const sopPublishedSchema = z.object({
  id: z.string(),
  version: z.int().positive(),
  title: z.string(),
  assistant: z.string(),
  owner: z.string(),
  sites: z.array(z.string()),
  reviewBy: z.string(),
  asks: z.array(z.string()),
  contentHash: z.string(),
  markdown: z.string(),
});
export type SopPublished = z.infer<typeof sopPublishedSchema>;

/** The events that leave a service, by type and version. A changed schema is a new version, never an edit. */
export const integrationEvents = {
  'query-answered': { version: 1, category: 'query', schema: queryAnsweredSchema },
  'answers-repeated': { version: 2, category: 'repeat', schema: answersRepeatedSchema },
  'feedback-given': { version: 1, category: 'feedback', schema: feedbackGivenSchema },
  'emergency-raised': { version: 1, category: 'emergency', schema: emergencyRaisedSchema },
  'assistant-configured': { version: 1, category: 'configuration', schema: assistantConfiguredSchema },
  'alias-approved': { version: 1, category: 'alias', schema: aliasApprovedSchema },
  'alias-removed': { version: 1, category: 'alias', schema: aliasRemovedSchema },
  'assistant-chosen': { version: 1, category: 'choice', schema: assistantChosenSchema },
  'example-decided': { version: 1, category: 'example', schema: exampleDecidedSchema },
  'examples-learned': { version: 1, category: 'learning', schema: examplesLearnedSchema },
  'learning-refused': { version: 1, category: 'learning', schema: learningRefusedSchema },
  'sop-published': { version: 1, category: 'sop', schema: sopPublishedSchema },
} as const;
export type IntegrationEventType = keyof typeof integrationEvents;
