import { z } from 'zod';
import { actionSchema, askerSchema, categorySchema, escalationSchema, prioritySchema, sourceSchema } from './answer.js';
import { defineStream } from './conversation.js';

/** What an assistant is asked. The deadline, the trace and the principal travel in the headers. */
export const askSchema = z.object({
  answerId: z.string(),
  query: z.string().min(1).max(2000),
  /** Since 2.0: absent when the asker did not say where they are. */
  site: z.string().optional(),
  asker: askerSchema,
  /** Since 2.1: the kind of emergency that the question tells of for certain: `fire`, `gas`. Absent where nobody said so. */
  emergency: z.string().max(40).optional(),
  conversationId: z.string().optional(),
});
export type Ask = z.infer<typeof askSchema>;

/** The parts of an answer in the order they may come: one start, any number of the others, one end. */
export const answerPartSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer-start'), assistant: z.string(), version: z.string() }),
  z.object({ type: z.literal('text-delta'), text: z.string() }),
  z.object({ type: z.literal('source-add'), source: sourceSchema }),
  z.object({ type: z.literal('action-add'), action: actionSchema }),
  z.object({ type: z.literal('escalation-raise'), escalation: escalationSchema }),
  z.object({
    type: z.literal('answer-end'),
    category: categorySchema,
    priority: prioritySchema,
    /** 0 to 1: how likely the sources answer the question, in the assistant's own scale. */
    confidence: z.number().min(0).max(1),
    /** `extractive`, or `model:<name>`. */
    composedBy: z.string(),
    /** What was not available while it was answered, as codes: `model-unavailable`. */
    degraded: z.array(z.string()),
    /** Milliseconds by step: `search`, `compose`. */
    timings: z.record(z.string(), z.number()),
    /**
     * Since 2.2: the one state of knowledge that all of the answer was made from; what was made from it is the same answer
     * as long as knowledge is in it. Absent where there is none: it asked nothing, or knowledge was not settled.
     */
    knowledge: z.string().max(100).optional(),
    /** Since 2.2: what made it, as the instance announced it; absent where the answer would not be made the same again. */
    composer: z.string().max(100).optional(),
  }),
]);
export type AnswerPart = z.infer<typeof answerPartSchema>;

/** The one conversation every assistant has. */
export const answerQuery = defineStream('answer', 1, { request: askSchema, part: answerPartSchema });
