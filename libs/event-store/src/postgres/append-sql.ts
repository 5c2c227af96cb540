import { fail } from '#kernel';
import { SqlError, type QueryOptions, type Row } from '#platform/database';
import type { Appended, Placed } from '../event.js';
import { VersionConflict } from '../event-store.js';
import { refused } from '../naming.js';
import type { PreparedAppend, PreparedEvent } from '../prepare.js';

/** A Database or a Transaction of it. */
export interface Queries {
  query<R extends object = Row>(sql: string, params?: readonly unknown[], options?: QueryOptions): Promise<R[]>;
}

export interface AppendedRow {
  readonly id: string;
  readonly stream_version: number;
  readonly transaction_id: number;
  readonly position: number;
}

/** Records prepared events in one round trip. */
export async function callAppend(
  queries: Queries,
  appends: readonly PreparedAppend[],
  options: QueryOptions = {},
): Promise<Appended[]> {
  const rows = await queries.query<AppendedRow>(
    'select id, stream_version, transaction_id, "position" from log.append($1::jsonb)',
    [`[${appends.map(appendJson).join(',')}]`],
    { ...options, name: 'log-append' },
  );
  const placed = new Map(rows.map((row) => [row.id, toPlaced(row)]));
  return appends.map(({ stream, events }) => {
    const places = events.map(({ id }) => placed.get(id)!);
    return { stream, version: places.at(-1)!.streamVersion, events: places };
  });
}

export const toPlaced = (row: AppendedRow): Placed => ({
  id: row.id,
  streamVersion: row.stream_version,
  transactionId: row.transaction_id,
  position: row.position,
});

const expectedNumber = ({ expected }: PreparedAppend): number | null =>
  expected === 'any' ? null : expected === 'no-stream' ? 0 : expected;

function appendJson(append: PreparedAppend): string {
  const head = { stream: append.stream, expected: expectedNumber(append) };
  return `${JSON.stringify(head).slice(0, -1)},"events":[${append.events.map(eventJson).join(',')}]}`;
}

/** Data and metadata are JSON already, and go in as they are. */
function eventJson(event: PreparedEvent): string {
  const fields = {
    id: event.id,
    type: event.type,
    version: event.version,
    occurred_at: event.occurredAt,
    actor: event.actor,
    trace_id: event.traceId,
    causation_id: event.causationId,
    correlation_id: event.correlationId,
    mentions: event.mentions,
  };
  return `${JSON.stringify(fields).slice(0, -1)},"data":${event.data},"metadata":${event.metadata}}`;
}

const wrongVersion = 'LG001';
const notAllowed = 'LG002';
const idTaken = '23505';
/** Data exceptions and broken constraints: the event is at fault. */
const unacceptable = /^2[23]/;

/** Puts what `log.append` refused into the words of the EventStore. */
export function translateRefusal(thrown: unknown, appends: readonly PreparedAppend[]): unknown {
  if (!(thrown instanceof SqlError)) return thrown;
  if (thrown.sqlState === wrongVersion) {
    const { stream, actual } = JSON.parse(thrown.detail!) as { stream: string; actual: number };
    return new VersionConflict(stream, appends.find((append) => append.stream === stream)!.expected, actual);
  }
  if (thrown.sqlState === idTaken) return new VersionConflict(appends[0]!.stream, appends[0]!.expected, undefined);
  if (thrown.sqlState === notAllowed) return fail('forbidden', 'This may not be recorded from here.', thrown.message);
  return unacceptable.test(thrown.sqlState) ? refused(thrown.message) : thrown;
}
