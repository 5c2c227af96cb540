import { fail } from '#kernel';
import { createDatabase, type Database } from '#platform/database';

/** Servers of somebody else that are used instead of the embedded ones; as the environment says. */
export interface GivenServers {
  readonly databaseUrl?: string;
  readonly natsUrl?: string;
  readonly redisUrl?: string;
}

/** `DATABASE_URL`, `NATS_URL` and `REDIS_URL`; empty counts as absent. */
export function givenServers(environment: Readonly<Record<string, string | undefined>> = process.env): GivenServers {
  const { DATABASE_URL: databaseUrl, NATS_URL: natsUrl, REDIS_URL: redisUrl } = environment;
  return { ...(databaseUrl && { databaseUrl }), ...(natsUrl && { natsUrl }), ...(redisUrl && { redisUrl }) };
}

/** The schema that says that a database may be filled by measurements. */
const mark = 'clubos_bench';

const tables = `
  SELECT count(*) AS tables FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

/**
 * Takes a given database for measuring: one that is empty, and is marked as ours from then on, or one that is marked.
 * @param intoExisting take whatever it holds
 * @throws FailureError `forbidden` with one sentence where it holds what is not ours, so that nobody's data is ever filled up
 */
export async function takeDatabase(url: string, intoExisting: boolean): Promise<void> {
  const database = createDatabase({
    url,
    applicationName: 'bench',
    maxConnections: 1,
    statementTimeoutMs: 10_000,
    connectionTimeoutMs: 5000,
  });
  try {
    if (intoExisting || (await isMarked(database))) return;
    const [row] = await database.query<{ tables: number }>(tables);
    if (row!.tables > 0) {
      const where = new URL(url).pathname.slice(1);
      throw fail(
        'forbidden',
        `The database "${where}" of DATABASE_URL holds ${row!.tables} tables that no benchmark made: give an empty one, or say --into-existing to have it filled.`,
      );
    }
    await database.query(`CREATE SCHEMA ${mark}`);
  } finally {
    await database.close();
  }
}

async function isMarked(database: Database): Promise<boolean> {
  const [row] = await database.query<{ marked: boolean }>('SELECT to_regnamespace($1) IS NOT NULL AS marked', [mark]);
  return row!.marked;
}
