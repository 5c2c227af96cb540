import type { Database } from '#platform/database';
import type { Logger } from '#platform/logging';

/** Months of the log that are there before their first event; what comes without one goes to the default partition. */
const monthsAhead = 3;
/** Milliseconds. */
const everyDay = 86_400_000;

/** Makes the coming months' partitions of the log, now and every day. Returns what stops it. */
export function keepPartitions(database: Pick<Database, 'query'>, logger: Logger): () => void {
  const make = (): void => {
    database.query('SELECT log.ensure_partitions($1)', [monthsAhead]).catch((error: unknown) => {
      logger.warn({ err: error }, 'the partitions of the coming months were not made; it is tried again tomorrow');
    });
  };
  make();
  const timer = setInterval(make, everyDay);
  return () => clearInterval(timer);
}
