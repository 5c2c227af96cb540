import { z } from 'zod';
import { assistantConfigSchema, regressionReportSchema } from './assistant-config.js';
import { routeSchema } from './route.js';

/** `POST /routing/try`: how questions would be routed with edits that nobody saved. */
export const tryRoutingRequestSchema = z.strictObject({
  /** By assistant; whoever is not named keeps the configuration it has. */
  configs: z.record(z.string().max(32), assistantConfigSchema).default({}),
  questions: z.array(z.string().trim().min(1).max(2000)).max(200).default([]),
  /** How many of the latest real questions to route anew. */
  recent: z.int().min(0).max(10_000).default(0),
  /** Whether other examples are learned as they would be when saved, which takes seconds, and not estimated. */
  exact: z.boolean().default(false),
});
export type TryRoutingRequest = z.infer<typeof tryRoutingRequestSchema>;

const nearExampleSchema = z.object({
  text: z.string(),
  /** Whose example it is; null where it is nobody's business. */
  assistant: z.string().nullable(),
  similarity: z.number(),
});

/** What one router makes of a question. */
const verdictSchema = z.object({
  assistant: z.string().nullable(),
  choices: z.array(z.string()),
  confidence: z.number(),
  route: routeSchema,
  nearest: z.array(nearExampleSchema),
});

/** Questions that went one way and would go another; `to` and `from` are assistants, `clarify` or `none`. */
const rerouteSchema = z.object({
  from: z.string(),
  to: z.string(),
  questions: z.int(),
  examples: z.array(z.string()),
});

export const tryRoutingResponseSchema = z.object({
  questions: z.array(z.object({ text: z.string(), now: verdictSchema, then: verdictSchema })),
  /** The latest real questions, from how they are routed now to how they would be. */
  recent: z.object({ asked: z.int(), changed: z.int(), matrix: z.array(rerouteSchema) }),
  /** What these edits would do to the labeled questions; null where there are none. An estimate where `estimated` is true. */
  regression: regressionReportSchema.nullable(),
  /**
   * What saving would say: `pass` or `refuse`. `unknown` where other examples are only estimated, which leaves the emergency
   * detector as it is: `exact` says it then. Null where there are no edits.
   */
  saving: z.enum(['pass', 'refuse', 'unknown']).nullable(),
  /** Whether what other examples do was estimated; saving learns them wholly, and may move single questions otherwise. */
  estimated: z.boolean(),
  milliseconds: z.number(),
});
export type TryRoutingResponse = z.infer<typeof tryRoutingResponseSchema>;
