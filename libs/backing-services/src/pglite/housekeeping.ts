/** The database as housekeeping sees it. */
interface Housekept {
  query<Row>(sql: string): Promise<{ rows: Row[] }>;
}

/** A checkpoint writes what changed since the last one, 1 to 2 ms for each MB of log, while everybody waits. */
const checkpointEveryBytes = 8 * 1024 * 1024;
const smallestTableBytes = 256 * 1024;
const growth = 1.2;
/** Cleaning reads what was written since the last time, some 2 ms for each MB: of a large table it is not left until that is a fifth. */
const mostUncleanedBytes = 8 * 1024 * 1024;
/**
 * Everybody waits while the one session reads what statistics are made of: 30,000 rows of a large table take seconds, a tenth of
 * them of the log 50 to 170 ms, and a thirtieth some 20. 300 rows are read for each one of the target.
 */
const smallSample = { fromBytes: 1024 * 1024, target: 3 };

interface TableSize {
  readonly name: string;
  readonly bytes: number;
}

const vacuum = ({ name }: TableSize): string => `VACUUM (SKIP_LOCKED) ${name}`;

/** Fresh statistics; of a large table from a small sample. The two statements are one transaction, which ends however they end. */
function analyze({ name, bytes }: TableSize): string {
  const statement = `ANALYZE (SKIP_LOCKED) ${name}`;
  if (bytes < smallSample.fromBytes) return statement;
  return `SET LOCAL default_statistics_target = ${smallSample.target}; ${statement}`;
}

/**
 * What the background processes of a server of PostgreSQL do, and a single session has to do itself: checkpoints, without
 * which the log on disk grows for ever and the start after a crash takes ever longer; vacuum, and fresh statistics for
 * tables that have grown by a fifth. The cumulative statistics that autovacuum goes by are not kept in a single session.
 */
export class Housekeeping {
  private checkpointAt = '0/0';
  /** Bytes of each table when it was vacuumed, and when its statistics were made. */
  private readonly vacuumedAt = new Map<string, number>();
  private readonly analyzedAt = new Map<string, number>();
  /** What is still to be done to the table that has grown. */
  private readonly cleaning: string[] = [];
  private checkpointIsNext = true;

  constructor(private readonly database: Housekept) {}

  /** One round: one statement at most that everybody waits for, so that those who waited are served before the next. */
  async round(): Promise<void> {
    if (this.checkpointIsNext) {
      // However much is written, and whatever becomes of it, tables have their turn.
      this.checkpointIsNext = false;
      if (await this.checkpoint()) return;
    }
    this.checkpointIsNext = true;
    const statement = this.cleaning.shift();
    if (statement === undefined) return this.lookForGrowth();
    try {
      await this.database.query(statement);
    } catch (error) {
      // The table may be gone.
      this.cleaning.length = 0;
      throw error;
    }
  }

  /** @returns whether there was one */
  private async checkpoint(): Promise<boolean> {
    const { rows } = await this.database.query<{ at: string; written: string }>(
      `SELECT pg_current_wal_lsn() AS at, pg_current_wal_lsn() - '${this.checkpointAt}'::pg_lsn AS written`,
    );
    const { at, written } = rows[0]!;
    if (this.checkpointAt !== '0/0' && Number(written) < checkpointEveryBytes) return false;
    await this.database.query('CHECKPOINT');
    this.checkpointAt = at;
    return true;
  }

  private async lookForGrowth(): Promise<void> {
    // The table and its TOAST only: their maps and its index are nine more looks at the disk for every table there is.
    const { rows } = await this.database.query<TableSize>(
      `SELECT c.oid::regclass::text AS name,
         (pg_relation_size(c.oid) + coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0))::float8 AS bytes FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^pg_|^information_schema$' ORDER BY bytes DESC`,
    );
    const last = (of: Map<string, number>, { name }: TableSize): number => of.get(name) ?? 0;
    const stale = rows.find(
      (table) => table.bytes >= smallestTableBytes && table.bytes >= growth * last(this.analyzedAt, table),
    );
    const due = stale ?? rows.find((table) => table.bytes >= mostUncleanedBytes + last(this.vacuumedAt, table));
    if (!due) return;
    this.cleaning.push(vacuum(due));
    this.vacuumedAt.set(due.name, due.bytes);
    if (due !== stale) return;
    this.cleaning.push(analyze(due));
    this.analyzedAt.set(due.name, due.bytes);
  }
}
