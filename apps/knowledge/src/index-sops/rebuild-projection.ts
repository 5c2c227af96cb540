import { beginningOfLog, streamOf, type EventStore } from '#event-store';
import { Deadline, fail } from '#kernel';
import type { Database, Transaction } from '#platform/database';
import { publishedSopOf, sopCategory, sopPublished, type PublishedSop } from '../sop/published-sop.js';
import { insertVersion, moveScopes, writeCurrent } from '../storage/projection.js';
import type { IndexedSop, Indexer } from './index-sop.js';

export interface Rebuilding {
  readonly database: Database;
  readonly log: Pick<EventStore, 'feed' | 'readStream'>;
  readonly indexer: Indexer;
}

interface History {
  readonly versions: readonly PublishedSop[];
  readonly index: IndexedSop;
}

const pageSize = 200;
/** A publication while the log was read means reading it again. */
const attemptsAtMost = 10;
const writeWithinMs = 600_000;

/**
 * Makes the projection anew from the log, while the service runs: searches see the old one until the new one is there as
 * a whole. What files were imported is kept, for that is not in the log.
 * @returns how many SOPs there are
 * @throws FailureError `unavailable` when publications never paused long enough
 */
export async function rebuildProjection(rebuilding: Rebuilding): Promise<number> {
  for (let attempt = 1; attempt <= attemptsAtMost; attempt += 1) {
    const before = await scopesOf(rebuilding.database);
    const histories = await readHistories(rebuilding);
    const written = await rebuilding.database.transaction(
      async (tx) => {
        await tx.query('lock table knowledge.scopes in exclusive mode');
        if ((await scopesOf(tx)) !== before) return false;
        // Not truncated: searches go on reading what was there before.
        for (const table of ['sops', 'sop_versions', 'scopes']) await tx.query(`delete from knowledge.${table}`);
        for (const history of histories) await write(tx, history);
        return true;
      },
      { deadline: Deadline.in(writeWithinMs) },
    );
    if (written) return histories.length;
  }
  throw fail('unavailable', 'SOPs were published faster than the projection could be rebuilt.');
}

/** Moves with every publication, whatever state the rest is in. */
async function scopesOf(database: Pick<Database, 'query'>): Promise<string> {
  const rows = await database.query<{ scopes: string | null }>(
    `select string_agg(assistant || ' ' || version, ',' order by assistant) as scopes from knowledge.scopes`,
  );
  return rows[0]?.scopes ?? '';
}

async function readHistories({ database, log, indexer }: Rebuilding): Promise<History[]> {
  // The feed holds back what is younger than the oldest running transaction; what was projected is known by its row.
  const known = await database.query<{ sop: string }>('select distinct sop from knowledge.sop_versions');
  const ids = new Set(known.map(({ sop }) => sop));
  for (let cursor = beginningOfLog; ;) {
    const page = await log.feed.read(cursor, pageSize, { categories: [sopCategory] });
    for (const { stream } of page.events) ids.add(stream.slice(sopCategory.length + 1));
    if (page.next.transactionId === cursor.transactionId && page.next.position === cursor.position) break;
    cursor = page.next;
  }
  const histories: History[] = [];
  for (const id of [...ids].sort()) {
    const events = await log.readStream(streamOf(sopCategory, id));
    const versions = events.filter(({ type }) => type === sopPublished.type).map(publishedSopOf);
    const current = versions.at(-1);
    if (current) histories.push({ versions, index: await indexer.index(current) });
  }
  return histories;
}

async function write(tx: Transaction, { versions, index }: History): Promise<void> {
  let before: PublishedSop | undefined;
  for (const version of versions) {
    await moveScopes(tx, [version.assistant, ...(before ? [before.assistant] : [])]);
    await insertVersion(tx, version);
    before = version;
  }
  await writeCurrent(tx, before!, index);
}
