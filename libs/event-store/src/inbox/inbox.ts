import { Deadline, fail, toFailure } from '#kernel';
import type { Database, Transaction } from '#platform/database';
import type { RecordedEvent } from '../event.js';

/** Changes what a consumer keeps, in the transaction that also notes the event as applied. */
export type EventHandler = (event: RecordedEvent, tx: Transaction) => Promise<void>;

/** What became of a delivery: `applied` now, `duplicate` of one applied before, to be tried again, or `dead`. */
export type Delivery = 'applied' | 'duplicate' | 'retry' | 'dead';

export interface InboxOptions {
  /** The schema with the tables of `inboxMigrations`. */
  readonly schema: string;
  /** One name for each thing that is made of events; each has applied its own. */
  readonly consumer: string;
  /** How often an event is tried before it is given up. 5 when it is not said. */
  readonly maxTries?: number;
  /** How long one event may take. 5,000 ms. */
  readonly applyTimeoutMs?: number;
}

/** Applies events that may be delivered any number of times, each of them once. */
export class Inbox {
  private readonly maxTries: number;
  private readonly applyTimeoutMs: number;

  constructor(
    private readonly database: Database,
    private readonly options: InboxOptions,
  ) {
    this.maxTries = options.maxTries ?? 5;
    this.applyTimeoutMs = options.applyTimeoutMs ?? 5_000;
  }

  /**
   * Applies an event, unless it was before. What the handler throws is counted against the event; at the last try the
   * event goes to the dead letters with the reason, and counts as settled from then on.
   *
   * @throws FailureError `unavailable` when the database is away, which is not held against the event
   */
  async apply(event: RecordedEvent, handler: EventHandler): Promise<Delivery> {
    try {
      const applied = await this.database.transaction(
        async (tx) => {
          if (!(await this.noteSettled(tx, event.id))) return false;
          await handler(event, tx);
          return true;
        },
        { deadline: Deadline.in(this.applyTimeoutMs) },
      );
      return applied ? 'applied' : 'duplicate';
    } catch (thrown) {
      if (toFailure(thrown).code === 'unavailable') throw thrown;
      return this.noteFailure(event.id, event, reasonOf(thrown));
    }
  }

  /**
   * Tries a dead letter once more, after what killed it was mended.
   * @throws FailureError `not-found` when there is none of this id; what the handler throws, and it stays dead
   */
  async revive(eventId: string, handler: EventHandler): Promise<void> {
    const { schema, consumer } = this.options;
    await this.database.transaction(async (tx) => {
      const [letter] = await tx.query<{ event: RecordedEvent }>(
        `delete from ${schema}.dead_letters where consumer = $1 and event_id = $2 returning event`,
        [consumer, eventId],
      );
      if (!letter) throw fail('not-found', 'There is no dead letter with this id.');
      await handler(letter.event, tx);
    });
  }

  /** Puts away what nobody can ever apply, a message that is no event. */
  async bury(id: string, content: unknown, reason: unknown): Promise<void> {
    await this.database.transaction((tx) => this.moveToDeadLetters(tx, id, content, 1, reasonOf(reason)));
  }

  /** False when it was settled before: applied, or given up. */
  private async noteSettled(tx: Transaction, eventId: string): Promise<boolean> {
    const { schema, consumer } = this.options;
    const noted = await tx.query(
      `insert into ${schema}.inbox (consumer, event_id) values ($1, $2) on conflict do nothing returning consumer`,
      [consumer, eventId],
    );
    return noted.length === 1;
  }

  private noteFailure(eventId: string, event: RecordedEvent, reason: string): Promise<Delivery> {
    const { schema, consumer } = this.options;
    return this.database.transaction(async (tx) => {
      const [failed] = await tx.query<{ tries: number }>(
        `insert into ${schema}.inbox_failures as known (consumer, event_id, tries, reason) values ($1, $2, 1, $3)
         on conflict (consumer, event_id) do update
           set tries = known.tries + 1, reason = excluded.reason, failed_at = clock_timestamp()
         returning tries`,
        [consumer, eventId, reason],
      );
      if (failed!.tries < this.maxTries) return 'retry';
      await this.moveToDeadLetters(tx, eventId, event, failed!.tries, reason);
      return 'dead';
    });
  }

  private async moveToDeadLetters(
    tx: Transaction,
    id: string,
    content: unknown,
    tries: number,
    reason: string,
  ): Promise<void> {
    const { schema, consumer } = this.options;
    await this.noteSettled(tx, id);
    await tx.query(
      `insert into ${schema}.dead_letters (consumer, event_id, event, tries, reason) values ($1, $2, $3::jsonb, $4, $5)
       on conflict (consumer, event_id) do update set tries = excluded.tries, reason = excluded.reason`,
      [consumer, id, JSON.stringify(content), tries, reason],
    );
    await tx.query(`delete from ${schema}.inbox_failures where consumer = $1 and event_id = $2`, [consumer, id]);
  }
}

/** As far as a text column can hold it. */
const reasonOf = (thrown: unknown): string => String(thrown).replaceAll('\u0000', '').slice(0, 2_000);
