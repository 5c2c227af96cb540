import { z } from 'zod';
import { aliasApprovedSchema, aliasRemovedSchema } from './aliases.js';
import { answerBodySchema, askerSchema, outcomeSchema, sourceSchema } from './answer.js';
import { assistantConfiguredSchema } from './assistant-config.js';
import {
  assistantChosenSchema,
  exampleDecidedSchema,
  examplesLearnedSchema,
  learningRefusedSchema,
} from './learning.js';
import { routeSchema } from './route.js';

/** Everything about one query, as one event in stream `query-<answerId>`. */
export const queryAnsweredSchema = z.object({
  answerId: z.string(),
  query: z.string(),
  site: z.string().nullable(),
  asker: askerSchema,
  conversationId: z.string().nullable(),
  outcome: outcomeSchema,
  assistant: z.string().nullable(),
  /** The assistant that the asker named; null where the router decided alone. Optional: events before it have none. */
  chosen: z.string().nullable().optional(),
  assistantVersion: z.string().nullable(),
  answer: answerBodySchema,
  sources: z.array(sourceSchema),
  confidence: z.number(),
  route: routeSchema,
  /**
   * What was made of the danger in it; null where there was none. `told` is what the asker said when asked, null where
   * nobody was. With the query it is a labeled example. Optional: events before it have none.
   */
  emergency: z
    .object({
      certainty: z.enum(['certain', 'suspected', 'none']),
      kind: z.string().nullable(),
      /** 0 to 1; null where only the asker says so. */
      likelihood: z.number().nullable(),
      told: z.boolean().nullable(),
    })
    .nullable()
    .optional(),
  cache: z.enum(['L1', 'L2', 'L3']).nullable(),
  /** The answer it repeats, where it came from the cache. Optional: events before 2.2 have none. */
  repeats: z.string().nullable().optional(),
  /** What it was answered as: by an alias that a person approved, or with what was asked before it. Optional: events before 2.2 have none. */
  meant: z.string().nullable().optional(),
  degraded: z.array(z.string()),
  timings: z.record(z.string(), z.number()),
});
export type QueryAnswered = z.infer<typeof queryAnsweredSchema>;

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
