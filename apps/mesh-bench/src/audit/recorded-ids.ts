import type { Database } from '#platform/database';

/** One recorded thing that was told to a client: how often the log holds it. */
export interface Recorded {
  readonly id: string;
  readonly times: number;
}

const mostAtOnce = 20_000;

/**
 * Every answer the log holds since a moment, by the `answerId` that its client got. This is the one place that knows how
 * answers are recorded: one `query-answered` event for each.
 */
export const recordedAnswers = (database: Database, since: Date, atOnce = mostAtOnce): AsyncGenerator<Recorded> =>
  pages(database, { since, type: 'query-answered', member: 'answerId', atOnce });

/** The same of feedback, by its `feedbackId`. */
export const recordedFeedback = (database: Database, since: Date): AsyncGenerator<Recorded> =>
  pages(database, { since, type: 'feedback-given', member: 'feedbackId', atOnce: mostAtOnce });

interface Wanted {
  readonly since: Date;
  readonly type: string;
  /** Of the event's data. */
  readonly member: string;
  /** Rows of one page. */
  readonly atOnce: number;
}

/** Read by the events' ids, which begin with their time, and not through the event store, which is part of what is audited. */
async function* pages(database: Database, { since, type, member, atOnce }: Wanted): AsyncGenerator<Recorded> {
  for (let after: string | null = null; ;) {
    const rows: { event: string; told: string }[] = await database.query(
      `SELECT id AS event, data ->> $3 AS told FROM log.events
       WHERE id >= log.uuid_at($1::timestamptz) AND ($4::uuid IS NULL OR id > $4::uuid) AND type = $2
       ORDER BY event LIMIT ${atOnce}`,
      [since.toISOString(), type, member, after],
    );
    for (const { told } of rows) yield { id: told, times: 1 };
    if (rows.length < atOnce) return;
    after = rows.at(-1)!.event;
  }
}
