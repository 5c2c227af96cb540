import { z } from 'zod';
import { answerBodySchema, askerSchema, outcomeSchema, sourceSchema } from './answer.js';
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
