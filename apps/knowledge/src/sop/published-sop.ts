import { sopPublishedSchema, type SopPublished, type SopSummary } from '#contracts';
import type { RecordedEvent } from '#event-store';
import { chunkBody } from './chunk-body.js';
import { splitMarkdown } from './front-matter.js';
import type { SopContent } from './parse-sop.js';

/** A version of an SOP as the log has it. */
export interface PublishedSop extends SopContent {
  readonly version: number;
  /** ISO 8601 in UTC. */
  readonly publishedAt: string;
  readonly publishedBy: string;
}

export const sopCategory = 'sop';
export const sopPublished = { type: 'sop-published', version: 1 } as const;

/** What the event `sop-published` says of a content that becomes `version`. */
export const publishedData = (content: SopContent, version: number): SopPublished => ({
  id: content.id,
  version,
  title: content.title,
  assistant: content.assistant,
  owner: content.owner,
  sites: [...content.sites],
  reviewBy: content.reviewBy,
  asks: [...content.asks],
  contentHash: content.contentHash,
  markdown: content.markdown,
});

/**
 * What was published, from its event. What may be published today is not asked: it was accepted then.
 * @throws z.ZodError for an event that is no `sop-published`
 */
export function publishedSopOf(event: RecordedEvent): PublishedSop {
  const data = sopPublishedSchema.parse(event.data);
  const bodyStart = splitMarkdown(data.markdown)?.bodyStart ?? 0;
  return {
    ...data,
    bodyStart,
    chunks: chunkBody(data.markdown.slice(bodyStart), data.title),
    publishedAt: event.occurredAt,
    publishedBy: event.actor,
  };
}

export const summaryOf = (sop: PublishedSop): SopSummary => ({
  id: sop.id,
  title: sop.title,
  assistant: sop.assistant,
  owner: sop.owner,
  sites: [...sop.sites],
  reviewBy: sop.reviewBy,
  version: sop.version,
  contentHash: sop.contentHash,
  publishedAt: sop.publishedAt,
});
