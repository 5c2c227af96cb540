import { pino, stdTimeFunctions, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { currentTrace } from './trace-scope.js';

export type Logger = PinoLogger;

interface LoggerOptions {
  readonly service: string;
  readonly instance: string;
  readonly level: string;
  /** Standard output where it is absent. */
  readonly destination?: DestinationStream;
}

/** Never written, wherever in a logged object they stand one level deep. */
const secrets = ['apiKey', 'authorization', 'password', 'secret', 'token'].flatMap((name) => [name, `*.${name}`]);

/** JSON lines with service, instance and, inside a trace, `traceId` and `spanId`. */
export function createLogger({ service, instance, level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service, instance },
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: secrets, censor: '[redacted]' },
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: () => {
      const trace = currentTrace();
      return trace ? { traceId: trace.traceId, spanId: trace.spanId } : {};
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
