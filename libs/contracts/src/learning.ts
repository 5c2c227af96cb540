import { z } from 'zod';
import { askerSchema } from './answer.js';
import { regressionReportSchema } from './assistant-config.js';
import { defineAnnouncement } from './conversation.js';

/** Somebody was asked back and said which assistant they meant, in stream `choice-<answerId>`. */
export const assistantChosenSchema = z.object({
  answerId: z.string(),
  /** As in the trace: redacted. */
  query: z.string(),
  asker: askerSchema,
  assistant: z.string(),
  /** Who could have been meant, the choice among them. */
  offered: z.array(z.string()),
});
export type AssistantChosen = z.infer<typeof assistantChosenSchema>;

/** Questions by assistant, each normalised. */
const examplesSchema = z.record(z.string(), z.array(z.string()));

/** The router was taught these questions beside the assistants' own examples, in stream `learning-router`. */
export const examplesLearnedSchema = z.object({
  examples: examplesSchema,
  regression: regressionReportSchema.omit({ newlyRight: true }),
});
export type ExamplesLearned = z.infer<typeof examplesLearnedSchema>;

/** The gate kept the router from being taught these, in stream `learning-router`. */
export const learningRefusedSchema = examplesLearnedSchema.extend({
  /** What was refused is known again by it: a digest of the questions and of the assistants they were tried with. */
  digest: z.string(),
  /** Version of this stream at which the questions stand that are in use; 0 where there are none. */
  standing: z.int().min(0),
});
export type LearningRefused = z.infer<typeof learningRefusedSchema>;

const decisionSchema = z.enum(['accept', 'refuse']);

/** A manager said whether a question is an example of an assistant, in stream `example-<id>`; the latest word counts. */
export const exampleDecidedSchema = z.object({
  id: z.string(),
  assistant: z.string(),
  text: z.string(),
  decision: decisionSchema,
  reason: z.string(),
});
export type ExampleDecided = z.infer<typeof exampleDecidedSchema>;

/** Said by a gateway that recorded something of the two above, so that every other reads it at once. */
export const announceLearned = defineAnnouncement('learned', 1, z.object({}));

/** `POST /routing/learned/:id/decision`. */
export const decideExampleRequestSchema = z.strictObject({
  decision: decisionSchema,
  reason: z.string().trim().min(3, 'Say why, in a few words.').max(500),
});
export type DecideExampleRequest = z.infer<typeof decideExampleRequestSchema>;

/** What is known of a question that people took to an assistant. */
export const learnedExampleSchema = z.object({
  id: z.string(),
  assistant: z.string(),
  /** Redacted and normalised. */
  text: z.string(),
  /**
   * `learned`: the router was taught it. `agreed`: it is taught next, if the gate lets it. `waiting`: too few said so.
   * `contradicted`: others said otherwise. `known`: it is somebody's example already. `surplus`: newer ones took its place.
   * `refused`: a manager said so.
   */
  state: z.enum(['learned', 'agreed', 'waiting', 'contradicted', 'known', 'surplus', 'refused']),
  /** How many API keys speak for it; those of members count as one together. */
  voices: z.int(),
  /** How often it was chosen, and how often an answer to it was found helpful. */
  chosen: z.int(),
  helpful: z.int(),
  /** When somebody last said so; null where only a manager did. */
  lastAt: z.string().nullable(),
  decided: z.object({ decision: decisionSchema, by: z.string(), at: z.string(), reason: z.string() }).nullable(),
});
export type LearnedExample = z.infer<typeof learnedExampleSchema>;

/** How learning from use stands. */
export const learningStateSchema = z.object({
  /** Questions the router was taught beside the assistants' own examples, refused ones left out. */
  examples: z.int(),
  /** When it was; null where it never was. */
  learnedAt: z.string().nullable(),
  /** Why the newest ones are not in use; null where they are. */
  problem: z.string().nullable(),
});
export type LearningState = z.infer<typeof learningStateSchema>;

/** `GET /routing/learned`. */
export const learnedExamplesResponseSchema = learningStateSchema.extend({
  /** How many voices it takes. */
  voicesNeeded: z.int(),
  list: z.array(learnedExampleSchema),
});
export type LearnedExamplesResponse = z.infer<typeof learnedExamplesResponseSchema>;
