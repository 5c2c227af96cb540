import pg from 'pg';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { translate } from './sql-error.js';

/** One step forward of a schema. Once released it is never edited; the next change is the next migration. */
export interface Migration {
  /** When it was written, Unix milliseconds (13 digits). Migrations run in this order. */
  readonly at: number;
  /** What it does: `create-log`. */
  readonly name: string;
  /** One or more statements with qualified names. They run in one transaction: all of them, or none. */
  readonly sql: string;
}

export interface MigrateOptions {
  readonly url: string;
  /** Created when it is absent; holds the table `migrations`, which says what was applied. */
  readonly schema: string;
  readonly migrations: readonly Migration[];
}

/** A start waits for a server that is busy: somebody else ends a start that takes too long. */
const connectionTimeoutMs = 30_000;
const schemaName = /^[a-z][a-z0-9_]{0,62}$/;

/**
 * Brings a schema up to date and returns the names of the migrations it applied. Safe to call again, and from several
 * processes at once: every step takes the schema's lock inside its own transaction and looks once more whether it is
 * still to be done. On a server the lock makes the second process wait; on an embedded database, where advisory locks
 * belong to the one session all clients share, its transactions already run one after the other.
 *
 * @throws FailureError `unavailable` when the server cannot be reached
 * @throws RangeError when the schema or a migration is not named as it should be
 */
export async function migrate({ url, schema, migrations }: MigrateOptions): Promise<readonly string[]> {
  if (!schemaName.test(schema)) throw new RangeError(`Not a schema name: ${schema}`);
  migrations.forEach(checkName);
  const applied: string[] = [];
  await prepareSchema(url, schema);
  await runPending(
    url,
    schema,
    migrations.map((migration) => migrationClass(schema, migration, (name) => applied.push(name))),
  );
  return applied;
}

/** Another process applied a step between our list of pending ones and our turn. */
class AppliedMeanwhile extends Error {}

const recordedName = ({ name, at }: Migration): string => `${name}-${at}`;

function checkName(migration: Migration): void {
  if (/^[a-z0-9]+(-[a-z0-9]+)*-\d{13}$/.test(recordedName(migration))) return;
  throw new RangeError(`Not a migration name followed by the milliseconds of its writing: ${recordedName(migration)}`);
}

/** Held until the transaction ends. */
const lock = (schema: string): string => `select pg_advisory_xact_lock(hashtextextended('migrate ${schema}', 0))`;

/** What TypeORM would create itself, but not twice at once, and with a rule against doing a step twice. */
async function prepareSchema(url: string, schema: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `migrate ${schema}`,
    connectionTimeoutMillis: connectionTimeoutMs,
  });
  try {
    await client.connect();
    await client.query(`
      begin;
      ${lock(schema)};
      create schema if not exists ${schema};
      create table if not exists ${schema}.migrations (
        id serial primary key,
        timestamp bigint not null,
        name varchar not null unique
      );
      commit;`);
  } catch (thrown) {
    throw translate(thrown);
  } finally {
    await client.end();
  }
}

async function runPending(url: string, schema: string, classes: (new () => MigrationInterface)[]): Promise<void> {
  // Only here: its 300 files are a third of what a service that reads its tables would load.
  const { DataSource, QueryFailedError } = await import('typeorm');
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    schema,
    applicationName: `migrate ${schema}`,
    connectTimeoutMS: connectionTimeoutMs,
    extra: { max: 1 },
    installExtensions: false,
    synchronize: false,
    migrations: classes,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    // Silent unless asked through DEBUG; what fails is thrown, and logged by whoever catches it.
    logger: 'debug',
  });
  await dataSource.initialize();
  try {
    while (!(await ranToTheEnd(dataSource)));
  } catch (thrown) {
    throw thrown instanceof QueryFailedError ? translate(thrown.driverError) : thrown;
  } finally {
    await dataSource.destroy();
  }
}

async function ranToTheEnd(dataSource: Pick<DataSource, 'runMigrations'>): Promise<boolean> {
  try {
    await dataSource.runMigrations();
    return true;
  } catch (thrown) {
    if (thrown instanceof AppliedMeanwhile) return false;
    throw thrown;
  }
}

function migrationClass(
  schema: string,
  migration: Migration,
  onApplied: (name: string) => void,
): new () => MigrationInterface {
  return class {
    readonly name = recordedName(migration);

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(lock(schema));
      const done = (await runner.query(`select from ${schema}.migrations where name = $1`, [this.name])) as unknown[];
      if (done.length > 0) throw new AppliedMeanwhile(this.name);
      await runner.query(migration.sql);
      onApplied(this.name);
    }

    down(): Promise<void> {
      throw new Error('Migrations only go forward: undo a step with the next one.');
    }
  };
}
