import { z } from 'zod';
import { defineAnnouncement } from './conversation.js';
import { exampleSchema, keywordSchema } from './manifest.js';

/** Texts or phrases that are put on top of what a manifest says, and those that are left out of it. */
const changesOf = <Item extends z.ZodType>(item: Item, most: number) =>
  z.strictObject({
    add: z.array(item).max(most).default([]),
    remove: z.array(z.string().min(1).max(2000)).max(most).default([]),
  });

/** A regular expression that speaks for an assistant. It is searched in the normalised question, whatever its case. */
export const routingPatternSchema = z.strictObject({
  pattern: z.string().min(2).max(200),
  weight: z.number().positive().max(5).default(1),
});

/** When an assistant's own probability is enough; the router's defaults where nothing is said. */
export const routingThresholdsSchema = z.strictObject({
  /** Merged probability below which it does not answer, and it is asked back. */
  floor: z.number().min(0.05).max(0.95).optional(),
  /** How far it must be ahead of the second. */
  margin: z.number().min(0).max(0.5).optional(),
});

/** What the club's people say about an assistant, on top of what it says of itself in its manifest. */
export const assistantConfigSchema = z.strictObject({
  /** Whether questions go to it. One that is switched off keeps its questions, and a person is named for them. */
  enabled: z.boolean().default(true),
  keywords: changesOf(keywordSchema, 500).prefault({}),
  patterns: z.array(routingPatternSchema).max(100).default([]),
  examples: changesOf(exampleSchema, 20_000).prefault({}),
  thresholds: routingThresholdsSchema.default({}),
});
export type AssistantConfig = z.infer<typeof assistantConfigSchema>;

/** What is different from the version before, by the path of each setting. */
export const configChangeSchema = z.object({
  path: z.string(),
  added: z.array(z.string()).optional(),
  removed: z.array(z.string()).optional(),
  from: z.unknown().optional(),
  to: z.unknown().optional(),
});
export type ConfigChange = z.infer<typeof configChangeSchema>;

/** One cell of a confusion matrix that is not what it was: questions of `label` that went to `to`. */
const cellChangeSchema = z.object({ label: z.string(), to: z.string(), before: z.int(), after: z.int() });
const movedQuestionSchema = z.object({ text: z.string(), label: z.string(), before: z.string(), after: z.string() });

/** What an edit does to the labeled questions of the club. */
export const regressionReportSchema = z.object({
  /** How many labeled questions were asked; none where the club has none, and then the gate lets everything pass. */
  questions: z.int(),
  rightBefore: z.int(),
  rightAfter: z.int(),
  /** Emergency questions that reached an emergency assistant, which may never become fewer. */
  emergenciesBefore: z.int(),
  emergenciesAfter: z.int(),
  matrixChange: z.array(cellChangeSchema),
  newlyBroken: z.array(movedQuestionSchema),
  newlyRight: z.array(movedQuestionSchema),
  /** Since 2.2: emergency questions that reached an emergency assistant and no longer would, each of which is one too many. */
  newlyMissed: z.array(movedQuestionSchema).default([]),
  /** Questions that may be lost on balance. */
  budget: z.int(),
  /** Since 2.2: questions that the edits before this one have lost since the best state that was accepted. */
  lostBefore: z.int().default(0),
  passed: z.boolean(),
});
export type RegressionReport = z.infer<typeof regressionReportSchema>;

/** A configuration became the current one, in stream `configuration-<assistant>`. */
export const assistantConfiguredSchema = z.object({
  assistant: z.string(),
  config: assistantConfigSchema,
  reason: z.string(),
  changes: z.array(configChangeSchema),
  /** The version that was restored; null for an edit. */
  restored: z.int().nullable(),
  regression: regressionReportSchema.omit({ newlyRight: true }),
  /** Why it was saved although the gate refused it; null where it passed. */
  override: z.string().nullable(),
});
export type AssistantConfigured = z.infer<typeof assistantConfiguredSchema>;

/** Said by the gateway that saved a configuration, so that every other reads it at once. */
export const announceConfigured = defineAnnouncement(
  'configured',
  1,
  z.object({ assistant: z.string(), version: z.int().positive() }),
);

const reasonSchema = z.string().trim().min(3, 'Say why, in a few words.').max(500);

/**
 * The most a configuration may take as JSON, in UTF-16 code units: its event holds it beside everything that changed, which
 * may be all of it twice, and an event may take 300,000. Some 2,000 examples of an ordinary length.
 */
export const longestConfig = 80_000;

/** `PUT /assistants/:id/config`; `If-Match` holds the version it is based on. */
export const configureRequestSchema = z.strictObject({
  config: assistantConfigSchema.refine((config) => JSON.stringify(config).length <= longestConfig, {
    error: `It is longer than ${longestConfig} characters as JSON. Put examples that last into the manifest.`,
  }),
  reason: reasonSchema,
  /** Why to save it even though the regression gate refuses it. */
  override: reasonSchema.optional(),
});

/** `POST /assistants/:id/config/restore`: an older version becomes the newest again; 0 is the manifest alone. */
export const restoreConfigRequestSchema = z.strictObject({
  version: z.int().min(0),
  reason: reasonSchema,
  override: reasonSchema.optional(),
});

/** One version of an assistant's configuration. Version 0 is the manifest alone, and nobody's edit. */
export const configVersionSchema = z.object({
  assistant: z.string(),
  version: z.int().min(0),
  config: assistantConfigSchema,
  reason: z.string().nullable(),
  changes: z.array(configChangeSchema),
  changedBy: z.string().nullable(),
  changedAt: z.string().nullable(),
  restored: z.int().nullable(),
  override: z.string().nullable(),
});
export type ConfigVersion = z.infer<typeof configVersionSchema>;

/** What a saved configuration is answered with. */
export const configuredResponseSchema = configVersionSchema.extend({ regression: regressionReportSchema });
export type ConfiguredResponse = z.infer<typeof configuredResponseSchema>;
