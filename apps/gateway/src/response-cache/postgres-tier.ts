import { Deadline } from '#kernel';
import type { Database } from '#platform/database';
import { Batched } from './batched.js';
import { Kept } from './cached-answer.js';
import type { Patience } from '../patience.js';
import type { CacheTier, Held } from './tier.js';

interface KeptRow {
  readonly key: string;
  readonly answer: string;
}

interface Entry {
  readonly key: string;
  readonly kept: Kept;
}

/** How many answers are kept, and a few more; the newest stay. */
const rowsAtMost = 50_000;
/** Answers that one gateway adds until it looks whether that is too many. */
const addedUntilLook = 500;
/**
 * How many tidyings back a state was seen in whose answers stay: while two releases of knowledge run side by side each has
 * names of its own, and either may be the one that says them.
 */
const statesRemembered = 10;
const batches = { maxBatch: 100, maxWaiting: 2_000 };

/** L3: shared by all gateways, and still there after all of them were restarted. */
export class PostgresTier implements CacheTier {
  readonly name = 'L3';
  private readonly reads: Batched<string, Held>;
  private readonly writes: Batched<Entry, void>;

  private readonly seen: (readonly string[])[] = [];
  private tidiedBy = '';
  private added = addedUntilLook;

  /** @param patience milliseconds for a read and for a write; what is slower is done without */
  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly patience: Pick<Patience, 'tierMs' | 'keepMs'>,
  ) {
    this.reads = new Batched((keys) => this.readAll(keys), batches);
    this.writes = new Batched((entries) => this.writeAll(entries), batches);
  }

  get(key: string): Promise<Held> {
    return this.reads.add(key);
  }

  set(key: string, kept: Kept): Promise<void> {
    return this.writes.add({ key, kept });
  }

  async delete(key: string): Promise<void> {
    await this.database.query('delete from gateway.cached_answers where key = $1', [key]);
  }

  /**
   * The answers that were kept last, for a warm start; nobody asks for those that are out of date.
   * @param bytes of their texts in UTF-8, at most
   */
  async newest(limit: number, bytes: number): Promise<Entry[]> {
    const rows = await this.database.query<KeptRow>(
      `select key, answer from (
         select key, answer, sum(octet_length(answer)) over (order by kept_at desc, key rows unbounded preceding) as bytes
         from (select key, answer, kept_at from gateway.cached_answers order by kept_at desc limit $1) as newest
       ) as summed where bytes <= $2`,
      [limit, bytes],
      { name: 'cached-answers-newest' },
    );
    return rows.flatMap(({ key, answer: text }) => {
      const kept = Kept.read(text);
      return kept === null ? [] : [{ key, kept }];
    });
  }

  /**
   * Deletes what nobody can ask for any more because knowledge has moved on, and the oldest of what is too much. It asks the
   * database only where knowledge has moved, or this gateway has added much.
   * @param states that knowledge is in now
   */
  async tidy(states: readonly string[]): Promise<void> {
    this.seen.unshift(states);
    this.seen.splice(statesRemembered);
    const current = [...new Set(this.seen.flat())].sort();
    if (current.join() !== this.tidiedBy) {
      await this.dropOutdated(current);
      this.tidiedBy = current.join();
    }
    if (this.added < addedUntilLook) return;
    await this.dropOldest();
    this.added = 0;
  }

  /** By the few names that answers are kept under, each looked up in the index. */
  private async dropOutdated(current: readonly string[]): Promise<void> {
    const names = await this.database.query<{ knowledge: string }>(
      `with recursive names as (
         (select knowledge from gateway.cached_answers order by knowledge limit 1)
         union all
         select (select a.knowledge from gateway.cached_answers a where a.knowledge > n.knowledge order by a.knowledge limit 1)
         from names n where n.knowledge is not null
       ) select knowledge from names where knowledge is not null`,
    );
    for (const { knowledge } of names) {
      if (!current.includes(knowledge))
        await this.database.query('delete from gateway.cached_answers where knowledge = $1', [knowledge]);
    }
  }

  private async dropOldest(): Promise<void> {
    await this.database.query(
      `delete from gateway.cached_answers where kept_at < (
         select kept_at from gateway.cached_answers order by kept_at desc offset $1 limit 1)`,
      [rowsAtMost - 1],
    );
  }

  private async readAll(keys: readonly string[]): Promise<Held[]> {
    const rows = await this.database.query<KeptRow>(
      'select key, answer from gateway.cached_answers where key = any($1)',
      [[...new Set(keys)]],
      { name: 'cached-answers-read', deadline: Deadline.in(this.patience.tierMs) },
    );
    const kept = new Map(rows.map(({ key, answer }) => [key, answer]));
    return keys.map((key) => {
      const text = kept.get(key);
      return text === undefined ? null : (Kept.read(text) ?? 'unreadable');
    });
  }

  /** Later ones of the same key win, which hold the same. */
  private async writeAll(entries: readonly Entry[]): Promise<void[]> {
    const rows = [...new Map(entries.map((entry) => [entry.key, entry])).values()];
    this.added += rows.length;
    await this.database.query(
      `insert into gateway.cached_answers (key, knowledge, answer)
       select r.key, r.knowledge, r.answer from unnest($1::text[], $2::text[], $3::text[]) as r(key, knowledge, answer)
       on conflict (key) do update set answer = excluded.answer, kept_at = now()`,
      [rows.map(({ key }) => key), rows.map(({ kept }) => kept.answer.knowledge), rows.map(({ kept }) => kept.text)],
      { name: 'cached-answers-write', deadline: Deadline.in(this.patience.keepMs) },
    );
    return entries.map(() => undefined);
  }
}
