import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

/** What Nest itself has to say, in our log. Its routine start-up lines are debug: they tell nothing a person acts on. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...context: unknown[]): void {
    this.logger.debug({ context }, String(message));
  }

  error(message: unknown, ...context: unknown[]): void {
    this.logger.error({ context }, String(message));
  }

  warn(message: unknown, ...context: unknown[]): void {
    this.logger.warn({ context }, String(message));
  }
}
