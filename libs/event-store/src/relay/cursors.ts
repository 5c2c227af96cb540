import type { Database } from '#platform/database';
import { beginningOfLog, type CallOptions, type Cursor } from '../event.js';

/** Where a consumer of the feed has got to, as it is stored. */
export interface StoredCursor {
  readonly place: Cursor;
  /** Which copy it fills, and how far that had got; null for a consumer that fills none. */
  readonly target: string | null;
  readonly targetSequence: number | null;
  /** 0 for one that was never stored. */
  readonly revision: number;
}

interface CursorRow {
  readonly revision: number;
  readonly transaction_id: number;
  readonly position: number;
  readonly target: string | null;
  readonly target_sequence: number | null;
}

/** The table `log.cursors`: one row per consumer, changed only by whoever has read its last state. */
export class Cursors {
  constructor(private readonly database: Database) {}

  async load(consumer: string, options?: CallOptions): Promise<StoredCursor> {
    const [row] = await this.database.query<CursorRow>(
      'select revision, transaction_id, position, target, target_sequence from log.cursors where consumer = $1',
      [consumer],
      options,
    );
    if (!row) return { place: beginningOfLog, target: null, targetSequence: null, revision: 0 };
    return {
      place: { transactionId: row.transaction_id, position: row.position },
      target: row.target,
      targetSequence: row.target_sequence,
      revision: row.revision,
    };
  }

  /** The cursor as it now is; `undefined`, and nothing stored, when somebody else has stored another since. */
  async save(consumer: string, cursor: StoredCursor, options?: CallOptions): Promise<StoredCursor | undefined> {
    const { place, target, targetSequence, revision } = cursor;
    const stored = await this.database.query(
      revision === 0
        ? `insert into log.cursors (consumer, revision, transaction_id, position, target, target_sequence)
           values ($1, $2 + 1, $3, $4, $5, $6) on conflict do nothing returning consumer`
        : `update log.cursors set revision = $2 + 1, transaction_id = $3, position = $4, target = $5,
             target_sequence = $6, updated_at = clock_timestamp()
           where consumer = $1 and revision = $2 returning consumer`,
      [consumer, revision, place.transactionId, place.position, target, targetSequence],
      revision === 0 ? options : { ...options, name: 'log-save-cursor' },
    );
    return stored.length === 1 ? { ...cursor, revision: revision + 1 } : undefined;
  }
}
