import { ensurePartitions } from '#event-store';
import type { Database } from '#platform/database';
import type { Logger } from '#platform/logging';

/** Milliseconds. */
const everyDay = 86_400_000;

/** Makes the coming months' partitions of the log, now and every day. Returns what stops it. */
export function keepPartitions(database: Database, logger: Logger): () => void {
  const make = (): void => {
    ensurePartitions(database).catch((error: unknown) => {
      logger.warn({ err: error }, 'the partitions of the coming months were not made; it is tried again tomorrow');
    });
  };
  make();
  const timer = setInterval(make, everyDay);
  return () => clearInterval(timer);
}
