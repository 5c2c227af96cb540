import type { BusLogger } from '../logger.js';

interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A logger for specs that keeps what it is told. */
export function recordedLog(): BusLogger & { readonly entries: LogEntry[] } {
  const entries: LogEntry[] = [];
  const write = (level: LogEntry['level']) => (fields: object, message: string) =>
    void entries.push({ level, message, fields: { ...fields } });
  return { entries, info: write('info'), warn: write('warn'), error: write('error') };
}
