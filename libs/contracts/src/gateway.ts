import { z } from 'zod';
import { actionSchema, answerBodySchema, askerSchema, outcomeSchema, sourceSchema } from './answer.js';
import { answerPartSchema } from './assistant.js';
import { defineAnnouncement } from './conversation.js';
import { routeSchema } from './route.js';

/** `POST /query`, what is asked. */
export const queryRequestSchema = z.strictObject({
  /** 1 to 2000 characters after trimming. */
  query: z
    .string()
    .trim()
    .min(1, 'Ask something: the query is empty.')
    .max(2000, 'The query is longer than 2000 characters.'),
  site: z.string().min(1).max(32).optional(),
  /** Who asks; staff when it is not said. */
  asker: askerSchema.default('staff'),
  /** The assistant that was chosen when the gateway asked back; decides the route of anything but an emergency. */
  assistant: z.string().max(32).optional(),
  /**
   * What the asker said when asked whether it is an emergency: true has it answered as one, whatever the words; false
   * has it answered without asking again, unless it is certainly one. True is let in, however much is asked.
   */
  emergency: z.boolean().optional(),
  conversationId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, hyphens and underscores')
    .optional(),
});
export type QueryRequest = z.infer<typeof queryRequestSchema>;

/** A question that may be an emergency: what to ask beside its answer, and the card to show at once. */
export const emergencyNoticeSchema = z.object({
  suspected: z.literal(true),
  /** `medical`, `fire`, ...; `unspecified` where nobody can tell. */
  kind: z.string(),
  /** 0 to 1: how likely it is an emergency. */
  likelihood: z.number().min(0).max(1),
  /** What to ask, in one line. */
  question: z.string(),
  /** Yes (`confirm-emergency`) and no (`deny-emergency`); the tap sends the same query with `data.emergency` as a boolean. */
  choices: z.array(actionSchema),
  /** What to do if it is one. */
  card: answerBodySchema,
});
export type EmergencyNotice = z.infer<typeof emergencyNoticeSchema>;

/** `POST /query`, what is answered. */
export const queryResponseSchema = z.object({
  answerId: z.string(),
  traceId: z.string(),
  outcome: outcomeSchema,
  /** Null when nobody was asked: off-topic, or asked back. */
  assistant: z.string().nullable(),
  answer: answerBodySchema,
  sources: z.array(sourceSchema),
  confidence: z.number().min(0).max(1),
  route: routeSchema,
  /** Null where nothing in the question sounds like an emergency, or it is answered as one. Older gateways do not send it. */
  emergency: emergencyNoticeSchema.nullable().default(null),
  cache: z.enum(['L1', 'L2', 'L3']).nullable(),
  /** What was not available, as codes: `assistant-unavailable`, `trace-spooled`. */
  degraded: z.array(z.string()),
  /** Milliseconds by step; `total` is the whole. */
  timings: z.record(z.string(), z.number()),
});
export type QueryResponse = z.infer<typeof queryResponseSchema>;

const [assistantStart, textDelta, sourceAdd, actionAdd, escalationRaise] = answerPartSchema.options;

/** `POST /query` with `Accept: text/event-stream`: each part is one server-sent event named by its `type`. */
export const queryStreamPartSchema = z.discriminatedUnion('type', [
  assistantStart.extend({
    assistant: z.string().nullable(),
    version: z.string().nullable(),
    answerId: z.string(),
    traceId: z.string(),
    route: routeSchema,
    emergency: queryResponseSchema.shape.emergency,
  }),
  textDelta,
  sourceAdd,
  actionAdd,
  escalationRaise,
  /** Everything that did not come in a part of its own; with the other parts it makes up the JSON response. */
  z
    .object({ type: z.literal('answer-end') })
    .extend(
      queryResponseSchema.omit({
        answerId: true,
        traceId: true,
        assistant: true,
        answer: true,
        sources: true,
        route: true,
        emergency: true,
      }).shape,
    )
    .extend({ category: answerBodySchema.shape.category, priority: answerBodySchema.shape.priority }),
]);
export type QueryStreamPart = z.infer<typeof queryStreamPartSchema>;

/** `GET /cache`: what this gateway's response cache did since it started. */
export const cacheStatisticsSchema = z.object({
  /** Answers in memory now, and at most. */
  entries: z.int(),
  entriesAtMost: z.int(),
  /** What they take in memory, estimated, and at most. Optional: gateways before 2.3 do not say. */
  bytes: z.int().optional(),
  bytesAtMost: z.int().optional(),
  /** By tier, from the fastest. */
  tiers: z.record(
    z.string(),
    z.object({
      hits: z.int(),
      misses: z.int(),
      /** It did not answer in time, or not at all. */
      failures: z.int(),
      /** It held something that is no answer; counted as a miss. */
      unreadable: z.int(),
      /** It was not asked, because it had just failed. */
      skipped: z.int(),
    }),
  ),
  generations: z.object({ begun: z.int(), waited: z.int(), unclaimed: z.int() }),
  /** Answers from the cache that were made anew afterwards and compared; `false` came out otherwise. */
  truth: z.object({ checked: z.int(), false: z.int(), undecided: z.int() }),
});
export type CacheStatistics = z.infer<typeof cacheStatisticsSchema>;

/** Said by a gateway that found out that an answer it had kept should not be given any more. */
export const announceForgotten = defineAnnouncement('forgotten', 1, z.object({ key: z.string().max(100) }));

/** Said by a gateway when it has generated an answer that another one may be waiting for. */
export const announceGenerated = defineAnnouncement('generated', 1, z.object({ key: z.string().max(100) }));
/**
 * What a stream of server-sent events may hold: the parts of the answer, each under the id `<answerId>.<n>`, and what is said
 * to a client that came back with such an id, or has to.
 */
export const queryStreamEventSchema = z.discriminatedUnion('type', [
  ...queryStreamPartSchema.options,
  /**
   * What came before is to be forgotten: what is missing of it cannot be had any more. `answer` is the whole answer, and the
   * end of the stream; null where it is asked anew, and the parts of the new answer follow.
   */
  z.object({ type: z.literal('resync'), answer: queryResponseSchema.nullable() }),
  /** This gateway stops: the rest is to be had from another one, by coming back with the last id. */
  z.object({ type: z.literal('reconnect') }),
]);
export type QueryStreamEvent = z.infer<typeof queryStreamEventSchema>;

/** Said by a gateway whose client wants no more of an answer that another gateway may be working on. */
export const announceStop = defineAnnouncement(
  'stop-answer',
  1,
  z.object({ answerId: z.string(), /** Who asked for it; nobody else can stop it. */ principal: z.string() }),
);

/** `POST /feedback`. */
export const feedbackRequestSchema = z.strictObject({
  answerId: z.uuid(),
  helpful: z.boolean(),
  reason: z.enum(['wrong', 'incomplete', 'outdated', 'unclear', 'wrong-assistant', 'other']).optional(),
  comment: z.string().trim().max(2000).optional(),
});
export type FeedbackRequest = z.infer<typeof feedbackRequestSchema>;
export const feedbackResponseSchema = z.object({ feedbackId: z.string(), traceId: z.string() });

/** Every error of the gateway (RFC 9457), as `application/problem+json`. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  traceId: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /**
   * Where a question was turned away (`overloaded`) that may be an emergency: the card to show at once, and what to ask. Gateways
   * before 2.4 do not send it.
   */
  emergency: emergencyNoticeSchema.optional(),
});
export type Problem = z.infer<typeof problemSchema>;
