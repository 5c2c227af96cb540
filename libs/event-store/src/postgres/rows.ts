import type { RecordedEvent } from '../event.js';

/** An event as `recordedColumns` selects it. */
export interface EventRow {
  readonly id: string;
  readonly stream: string;
  readonly category: string;
  readonly stream_version: number;
  readonly transaction_id: number;
  readonly position: number;
  readonly type: string;
  readonly type_version: number;
  readonly occurred_at: Date;
  readonly recorded_at: Date;
  readonly actor: string;
  readonly trace_id: string;
  readonly causation_id: string | null;
  readonly correlation_id: string | null;
  readonly data: unknown;
  readonly metadata: Record<string, unknown>;
}

const columns = `
  e.id, e.stream, e.category, e.stream_version, e.transaction_id::text::bigint as transaction_id, e.position, e.type,
  e.type_version, e.occurred_at, e.recorded_at, e.actor, e.trace_id, e.causation_id, e.correlation_id, e.metadata`;

export const recordedColumns = `${columns}, e.data`;

/** The same, with only those members of the data that the parameter, a text[], names. */
export const columnsWith = (members: string): string => `${columns},
  (select coalesce(jsonb_object_agg(member, e.data -> member), '{}') from unnest(${members}::text[]) as member
   where e.data ? member) as data`;

/**
 * An event is of one category, for a query that orders by category first. A plain comparison would make that order one by
 * place alone, and PostgreSQL then follows the index of the whole log and drops what is of another category: for a rare one
 * it goes through everything.
 */
export const ofCategory = (category: string): string => `e.category = any (array[${category}]::text[])`;

export const toRecordedEvent = (row: EventRow): RecordedEvent => ({
  id: row.id,
  stream: row.stream,
  category: row.category,
  streamVersion: row.stream_version,
  transactionId: row.transaction_id,
  position: row.position,
  type: row.type,
  version: row.type_version,
  data: row.data,
  metadata: row.metadata,
  actor: row.actor,
  traceId: row.trace_id,
  causationId: row.causation_id,
  correlationId: row.correlation_id,
  occurredAt: row.occurred_at.toISOString(),
  recordedAt: row.recorded_at.toISOString(),
});
