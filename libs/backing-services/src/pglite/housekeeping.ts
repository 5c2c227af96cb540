/** The database as housekeeping sees it. */
interface Housekept {
  query<Row>(sql: string): Promise<{ rows: Row[] }>;
}

/** A checkpoint writes what changed since the last one, some 2 ms for each MB, while everybody waits. */
const checkpointEveryBytes = 32 * 1024 * 1024;
const smallestTableBytes = 256 * 1024;
const growth = 1.2;
/**
 * Everybody waits while the one session reads what statistics are made of: 30,000 rows of a large table take seconds, a tenth of
 * them of the log 60 to 170 ms. 300 rows are read for each one of the sample.
 */
const samples = [
  { fromBytes: 16 * 1024 * 1024, target: 3 },
  { fromBytes: 4 * 1024 * 1024, target: 10 },
];

interface TableSize {
  readonly name: string;
  readonly bytes: number;
}

/** Separate statements, so that others get in between; of a large table a small sample. */
function cleaning({ name, bytes }: TableSize): string[] {
  const vacuum = `VACUUM (SKIP_LOCKED) ${name}`;
  const analyze = `ANALYZE (SKIP_LOCKED) ${name}`;
  const sample = samples.find(({ fromBytes }) => bytes >= fromBytes);
  if (!sample) return [vacuum, analyze];
  return [vacuum, `BEGIN; SET LOCAL default_statistics_target = ${sample.target}; ${analyze}; COMMIT`];
}

/**
 * What the background processes of a server of PostgreSQL do, and a single session has to do itself: checkpoints, without
 * which the log on disk grows for ever and the start after a crash takes ever longer; and vacuum with fresh statistics for
 * tables that have grown by a fifth. The cumulative statistics that autovacuum goes by are not kept in a single session.
 */
export class Housekeeping {
  private checkpointAt = '0/0';
  private readonly cleanedAt = new Map<string, number>();

  constructor(private readonly database: Housekept) {}

  /** One round: at most one checkpoint and one table. */
  async round(): Promise<void> {
    await this.checkpoint();
    await this.cleanOneTable();
  }

  private async checkpoint(): Promise<void> {
    const { rows } = await this.database.query<{ at: string; written: string }>(
      `SELECT pg_current_wal_lsn() AS at, pg_current_wal_lsn() - '${this.checkpointAt}'::pg_lsn AS written`,
    );
    const { at, written } = rows[0]!;
    if (this.checkpointAt !== '0/0' && Number(written) < checkpointEveryBytes) return;
    await this.database.query('CHECKPOINT');
    this.checkpointAt = at;
  }

  private async cleanOneTable(): Promise<void> {
    // The table and its TOAST only: their maps and its index are nine more looks at the disk for every table there is.
    const { rows } = await this.database.query<TableSize>(
      `SELECT c.oid::regclass::text AS name,
         (pg_relation_size(c.oid) + coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0))::float8 AS bytes FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^pg_|^information_schema$' ORDER BY bytes DESC`,
    );
    const due = rows.find(
      ({ name, bytes }) => bytes >= smallestTableBytes && bytes >= growth * (this.cleanedAt.get(name) ?? 0),
    );
    if (!due) return;
    for (const statement of cleaning(due)) await this.database.query(statement);
    this.cleanedAt.set(due.name, due.bytes);
  }
}
