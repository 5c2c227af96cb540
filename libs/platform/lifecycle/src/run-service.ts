import { createLogger, type Logger } from '#platform/logging';
import { letLittleGarbageGather } from './collect-garbage.js';

interface ServiceIdentity {
  readonly service: string;
  readonly INSTANCE_ID: string;
  readonly LOG_LEVEL: string;
}

/** A service that has started. */
interface RunningService {
  /** Finishes what it has begun and lets go of everything. */
  close(): Promise<void>;
  /** Rejected when the service can never do its job again, so that whoever started it starts it anew. */
  readonly lost?: Promise<unknown>;
}

/**
 * The life of a process: opens the service, closes it in order on SIGTERM or SIGINT, and ends with status 0; with 1 where
 * it could not start, could not stop in order, or was lost. Whatever ends it is in the log.
 */
export async function runService(
  { service, INSTANCE_ID, LOG_LEVEL }: ServiceIdentity,
  open: (logger: Logger) => Promise<RunningService>,
): Promise<void> {
  letLittleGarbageGather();
  const logger = createLogger({ service, instance: INSTANCE_ID, level: LOG_LEVEL });
  const end = (what: string) => (error: unknown) => {
    logger.fatal({ err: error }, what);
    process.exit(1);
  };
  try {
    const running = await open(logger);
    let closing: Promise<void> | undefined;
    const stop = (signal: string): void => {
      logger.info({ signal }, 'stopping');
      closing ??= running.close().then(() => process.exit(0), end('did not stop in order'));
    };
    process.on('SIGTERM', stop).on('SIGINT', stop);
    running.lost?.catch(end('lost for good'));
  } catch (error) {
    end('did not start')(error);
  }
}
