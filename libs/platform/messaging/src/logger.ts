import { Logger } from '@nestjs/common';

/** What the bus needs of a logger: fields first, then a sentence, as pino has it. */
export interface BusLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Used when no logger is given, so that nothing the bus has to say is lost. */
export function nestLogger(context = 'MessageBus'): BusLogger {
  const logger = new Logger(context);
  return {
    info: (fields, message) => logger.log({ message, ...fields }),
    warn: (fields, message) => logger.warn({ message, ...fields }),
    error: (fields, message) => logger.error({ message, ...fields }),
  };
}
