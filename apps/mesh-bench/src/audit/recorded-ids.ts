import type { Database } from '#platform/database';

/** One recorded thing that was told to a client: how often the log holds it. */
export interface Recorded {
  readonly id: string;
  readonly times: number;
}

const mostAtOnce = 20_000;

/** How each type of event tells of ids, as a text[] in SQL. */
const tellings = {
  'query-answered': "array[data ->> 'answerId']",
  'answers-repeated': "array(SELECT asked ->> 'answerId' FROM jsonb_array_elements(data -> 'asked') AS asked)",
  'feedback-given': "array[data ->> 'feedbackId']",
} as const;

/**
 * Every answer the log holds since a moment, by the `answerId` that its client got. This is the one place that knows how
 * answers are recorded: in an event each, or several that were answered from the cache in one.
 */
export async function* recordedAnswers(database: Database, since: Date, atOnce = mostAtOnce): AsyncGenerator<Recorded> {
  yield* pages(database, { since, type: 'query-answered', atOnce });
  yield* pages(database, { since, type: 'answers-repeated', atOnce });
}

/** The same of feedback, by its `feedbackId`. */
export const recordedFeedback = (database: Database, since: Date): AsyncGenerator<Recorded> =>
  pages(database, { since, type: 'feedback-given', atOnce: mostAtOnce });

interface Wanted {
  readonly since: Date;
  readonly type: keyof typeof tellings;
  /** Events of one page. */
  readonly atOnce: number;
}

/** Read by the events' ids, which begin with their time, and not through the event store, which is part of what is audited. */
async function* pages(database: Database, { since, type, atOnce }: Wanted): AsyncGenerator<Recorded> {
  for (let after: string | null = null; ;) {
    const rows: { event: string; told: string[] }[] = await database.query(
      `SELECT id AS event, ${tellings[type]} AS told FROM log.events
       WHERE id >= log.uuid_at($1::timestamptz) AND ($3::uuid IS NULL OR id > $3::uuid) AND type = $2
       ORDER BY event LIMIT ${atOnce}`,
      [since.toISOString(), type, after],
    );
    for (const { told } of rows) for (const id of told) yield { id, times: 1 };
    if (rows.length < atOnce) return;
    after = rows.at(-1)!.event;
  }
}
