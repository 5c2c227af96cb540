import { z } from 'zod';
import { defineRequest } from './conversation.js';

export const knowledgeService = 'knowledge';

const sopId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64);

/** A passage that was found: the text stands at `[start, end)` in UTF-16 code units of the body of that SOP version. */
export const passageSchema = z.object({
  sop: z.string(),
  version: z.int().positive(),
  title: z.string(),
  /** The heading the passage stands under; the title where it has none. */
  heading: z.string(),
  text: z.string(),
  start: z.int().nonnegative(),
  end: z.int().positive(),
  /** Both searches together, by words and by embedding; only good for ordering within one reply. */
  score: z.number(),
  /** Cosine similarity of the embeddings, -1 to 1. */
  similarity: z.number(),
  /** Share of the question's weighted terms that the passage, its title or what people ask it by holds, 0 to 1. */
  coverage: z.number().min(0).max(1),
  /** How likely the question is for this SOP rather than another of the scope, 0 to 1; 0 while it is not known. */
  likelihood: z.number().min(0).max(1.0001),
});
export type Passage = z.infer<typeof passageSchema>;

export const searchKnowledge = defineRequest('search', 1, {
  request: z.object({
    query: z.string().min(1).max(2000),
    assistant: z.string(),
    site: z.string().optional(),
    limit: z.int().min(1).max(50).default(8),
    /** Since 2.2: only these SOPs may be found; every one of the scope where it is absent. */
    sops: z.array(sopId).min(1).max(50).optional(),
  }),
  reply: z.object({
    passages: z.array(passageSchema),
    /** Moves with every publication in the scope searched; what was made from an older one is stale. */
    knowledgeVersion: z.int().nonnegative(),
    /** What was not available, as codes: `embedding-unavailable` when the search went by words alone. */
    degraded: z.array(z.string()).optional(),
    /** Since 2.2: names everything the passages were found by; the same name means the same passages, once it is settled. */
    state: z.string().max(100).optional(),
    /** Since 2.2: false while something that belongs to the state is still being learned, or was not available. */
    settled: z.boolean().optional(),
  }),
});

/**
 * Since 2.2: the names of the states that searches of each scope go by from now on. Whoever reads them after a publication was
 * acknowledged is never told one from before it, nor is whoever still goes by a reading within the time that it is good for.
 */
export const readKnowledgeStates = defineRequest('read-states', 1, {
  request: z.object({}),
  reply: z.object({
    /** By assistant; a scope that nothing was ever published in has none. */
    states: z.record(z.string(), z.string().max(100)),
    /**
     * Since 2.3: milliseconds from when this was sent that its sender may go by the reply; none where it is not said. No
     * publication is acknowledged while a reading from before it is still good.
     */
    goodForMs: z.int().min(0).max(1_000).optional(),
  }),
});

export const sopSummarySchema = z.object({
  id: sopId,
  title: z.string(),
  assistant: z.string(),
  owner: z.string(),
  sites: z.array(z.string()).min(1),
  reviewBy: z.iso.date(),
  version: z.int().positive(),
  /** SHA-256 of the whole markdown, hex. */
  contentHash: z.string(),
  publishedAt: z.iso.datetime(),
});
export type SopSummary = z.infer<typeof sopSummarySchema>;

export const sopSchema = sopSummarySchema.extend({
  /** The whole markdown as it was published, front matter included. */
  markdown: z.string(),
  /** Where the body begins in `markdown`; spans of sources count from here. */
  bodyStart: z.int().nonnegative(),
});
export type Sop = z.infer<typeof sopSchema>;

export const listSops = defineRequest('list-sops', 1, {
  request: z.object({ assistant: z.string().optional() }),
  reply: z.object({ sops: z.array(sopSummarySchema) }),
});

export const getSop = defineRequest('get-sop', 1, {
  request: z.object({ id: sopId, version: z.int().positive().optional() }),
  reply: sopSchema,
});

/** Publishes one markdown document. Without a base version only a new SOP or an identical one is accepted. */
export const publishSop = defineRequest('publish-sop', 1, {
  request: z.object({
    id: sopId,
    markdown: z.string().max(200_000),
    baseVersion: z.int().nonnegative(),
    actor: z.string(),
  }),
  reply: z.object({ sop: sopSummarySchema, changed: z.boolean() }),
});
