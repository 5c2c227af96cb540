import type { SopSummary } from '#contracts';
import { streamOf, VersionConflict, type TransactionalEventStore } from '#event-store';
import { FailureError, systemClock, type Clock, type Deadline } from '#kernel';
import type { Transaction } from '#platform/database';
import type { Indexer } from '../index-sops/index-sop.js';
import { parseSop, type SopContent } from '../sop/parse-sop.js';
import { publishedData, sopCategory, sopPublished, summaryOf } from '../sop/published-sop.js';
import { projectPublication } from '../storage/projection.js';
import type { SopStore } from '../storage/sop-store.js';
import { decidePublication } from './decide-publication.js';

export interface Publication {
  readonly id: string;
  readonly markdown: string;
  /** The version this is based on; 0 for a new SOP. */
  readonly baseVersion: number;
  readonly actor: string;
}

export interface PublicationCall {
  readonly traceId: string;
  readonly deadline?: Deadline;
  readonly signal?: AbortSignal;
}

export interface Publisher {
  readonly sops: SopStore;
  readonly log: Pick<TransactionalEventStore<Transaction>, 'transaction' | 'appendInTransaction'>;
  readonly indexer: Indexer;
  /** The ids of the club's sites. */
  readonly sites: readonly string[];
  readonly clock?: Clock;
}

export interface PublicationResult {
  readonly sop: SopSummary;
  readonly changed: boolean;
}

/**
 * Makes a markdown document the current version of an SOP: the event and the projection in one transaction.
 * @throws FailureError `content-refused`, `version-conflict`, and as the embedder and the database do
 */
export async function publishSop(
  publisher: Publisher,
  publication: Publication,
  call: PublicationCall,
): Promise<PublicationResult> {
  const content = parseSop(publication.markdown, { id: publication.id, sites: publisher.sites });
  return publishContent(publisher, content, publication, call);
}

/** The same for content that was read already. */
export async function publishContent(
  publisher: Publisher,
  content: SopContent,
  { baseVersion, actor }: Pick<Publication, 'baseVersion' | 'actor'>,
  call: PublicationCall,
): Promise<PublicationResult> {
  for (let conflict: VersionConflict | undefined, seen = -1; ;) {
    const current = await publisher.sops.current(content.id);
    if (conflict && (current?.version ?? 0) === seen) throw conflict;
    seen = current?.version ?? 0;
    const decision = decidePublication(current, content.contentHash, baseVersion);
    if (!decision.ok) throw new FailureError(decision.error);
    if (decision.value.kind === 'unchanged') return { sop: current!, changed: false };
    try {
      return { sop: await append(publisher, content, decision.value.version, actor, call), changed: true };
    } catch (error) {
      // Somebody else was faster: decided once more, on what is there now.
      if (!(error instanceof VersionConflict)) throw error;
      conflict = error;
    }
  }
}

async function append(
  { log, indexer, clock = systemClock }: Publisher,
  content: SopContent,
  version: number,
  actor: string,
  { traceId, deadline, signal }: PublicationCall,
): Promise<SopSummary> {
  const until = { ...(deadline ? { deadline } : {}), ...(signal ? { signal } : {}) };
  const index = await indexer.index(content, until);
  const stream = streamOf(sopCategory, content.id);
  const published = { ...content, version, publishedAt: new Date(clock.now()).toISOString(), publishedBy: actor };
  const data = publishedData(content, version);
  const event = { ...sopPublished, data, actor, traceId, occurredAt: published.publishedAt };
  return log.transaction(
    async (tx) => {
      const expected = version === 1 ? 'no-stream' : version - 1;
      await log.appendInTransaction(tx, stream, expected, [event]);
      await projectPublication(tx, published, index);
      return summaryOf(published);
    },
    deadline ? { deadline } : {},
  );
}
