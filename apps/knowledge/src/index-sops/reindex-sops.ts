import type { Database } from '#platform/database';
import { writeCurrent } from '../storage/projection.js';
import type { SopStore } from '../storage/sop-store.js';
import type { Indexer } from './index-sop.js';

export interface Reindexing {
  readonly database: Pick<Database, 'transaction'>;
  readonly sops: SopStore;
  readonly indexer: Indexer;
}

export interface Reindexed {
  readonly done: number;
  /** Still of another method: the embedder could not be used. */
  readonly left: number;
}

/** Indexes anew whatever was indexed by another embedder or analyzer than today's. What is published meanwhile wins. */
export async function reindexSops({ database, sops, indexer }: Reindexing, signal?: AbortSignal): Promise<Reindexed> {
  const ids = await sops.indexedOtherwise(indexer.embedderId, indexer.analyzerId);
  for (const id of ids) {
    signal?.throwIfAborted();
    const sop = await sops.published(id);
    if (!sop) continue;
    const index = await indexer.index(sop, signal ? { signal } : {});
    await database.transaction(async (tx) => {
      const [now] = await tx.query<{ version: number }>('select version from knowledge.sops where id = $1 for update', [
        id,
      ]);
      if (now?.version === sop.version) await writeCurrent(tx, sop, index);
    });
  }
  const left = await sops.indexedOtherwise(indexer.embedderId, indexer.analyzerId);
  return { done: ids.length - left.length, left: left.length };
}
