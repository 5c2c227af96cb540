import { Deadline } from '#kernel';
import type { Database } from '#platform/database';
import { Batched } from './batched.js';
import { answerFromText, answerToText, type CachedAnswer } from './cached-answer.js';
import type { CacheTier, Held } from './tier.js';

interface KeptRow {
  readonly key: string;
  readonly answer: string;
}

interface Entry {
  readonly key: string;
  readonly answer: CachedAnswer;
}

/** How many answers are kept at most; the newest stay. */
const rowsAtMost = 50_000;
const batches = { maxBatch: 100, maxWaiting: 2_000 };
/** Milliseconds; what is slower is done without. */
const readWithin = 50;
const writeWithin = 2_000;

/** L3: shared by all gateways, and still there after all of them were restarted. */
export class PostgresTier implements CacheTier {
  readonly name = 'L3';
  private readonly reads: Batched<string, Held>;
  private readonly writes: Batched<Entry, void>;

  constructor(private readonly database: Pick<Database, 'query'>) {
    this.reads = new Batched((keys) => this.readAll(keys), batches);
    this.writes = new Batched((entries) => this.writeAll(entries), batches);
  }

  get(key: string): Promise<Held> {
    return this.reads.add(key);
  }

  set(key: string, answer: CachedAnswer): Promise<void> {
    return this.writes.add({ key, answer });
  }

  async delete(key: string): Promise<void> {
    await this.database.query('delete from gateway.cached_answers where key = $1', [key]);
  }

  /** The answers that were kept last, for a warm start; nobody asks for those that are out of date. */
  async newest(limit: number): Promise<Entry[]> {
    const rows = await this.database.query<KeptRow>(
      'select key, answer from gateway.cached_answers order by kept_at desc limit $1',
      [limit],
      { name: 'cached-answers-newest' },
    );
    return rows.flatMap(({ key, answer: text }) => {
      const answer = answerFromText(text);
      return answer === null ? [] : [{ key, answer }];
    });
  }

  /** Deletes what nobody can ask for any more because knowledge has moved on, and the oldest of what is too much. */
  async tidy(states: readonly string[]): Promise<void> {
    await this.database.query('delete from gateway.cached_answers where knowledge <> all($1)', [[...states]]);
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
      { name: 'cached-answers-read', deadline: Deadline.in(readWithin) },
    );
    const kept = new Map(rows.map(({ key, answer }) => [key, answer]));
    return keys.map((key) => {
      const text = kept.get(key);
      return text === undefined ? null : (answerFromText(text) ?? 'unreadable');
    });
  }

  /** Later ones of the same key win, which hold the same. */
  private async writeAll(entries: readonly Entry[]): Promise<void[]> {
    const rows = [...new Map(entries.map((entry) => [entry.key, entry])).values()].map(({ key, answer }) => ({
      key,
      knowledge: answer.knowledge,
      answer: answerToText(answer),
    }));
    await this.database.query(
      `insert into gateway.cached_answers (key, knowledge, answer)
       select r.key, r.knowledge, r.answer from jsonb_to_recordset($1::jsonb) as r(key text, knowledge text, answer text)
       on conflict (key) do update set answer = excluded.answer, kept_at = now()`,
      [JSON.stringify(rows)],
      { name: 'cached-answers-write', deadline: Deadline.in(writeWithin) },
    );
    return entries.map(() => undefined);
  }
}
