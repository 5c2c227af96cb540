import { fail, systemClock, uuidV7, type Clock } from '#kernel';
import type { Append, NewEvent } from './event.js';
import { checkStream, isEventType, isTraceId, isUuid, refused } from './naming.js';

/** An event with everything decided that its sender may leave open, and its data as the JSON that will be stored. */
export interface PreparedEvent {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly occurredAt: string;
  readonly actor: string;
  readonly traceId: string;
  readonly causationId: string | null;
  readonly correlationId: string | null;
  readonly data: string;
  readonly metadata: string;
  readonly mentions: readonly string[] | null;
}

export interface PreparedAppend {
  readonly stream: string;
  readonly expected: Append['expected'];
  readonly events: readonly PreparedEvent[];
}

export interface Making {
  readonly clock?: Clock;
  /** Makes a uuid v7. */
  readonly newId?: () => string;
}

/**
 * The most one event's data and metadata may take as JSON, in UTF-16 code units. A broker takes messages of 1 MiB (the
 * default of NATS), and an event that could never be published would stop the ones behind it.
 */
const maxEventLength = 300_000;

/** An escaped NUL or half of a surrogate pair, which JSON can say and a jsonb column cannot hold. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/** @throws FailureError `invalid-request` or `payload-too-large` when the events cannot be recorded */
export function prepareAppends(appends: readonly Append[], making: Making = {}): PreparedAppend[] {
  if (new Set(appends.map(({ stream }) => stream)).size < appends.length) throw refused('The same stream twice.');
  return appends.map((append) => prepareAppend(append, making));
}

function prepareAppend({ stream, expected, events }: Append, making: Making): PreparedAppend {
  checkStream(stream);
  if (events.length === 0) throw refused(`Nothing to append to ${stream}.`);
  if (typeof expected === 'number' && !(Number.isSafeInteger(expected) && expected >= 0)) {
    throw refused(`Not a version: ${expected}`);
  }
  return { stream, expected, events: events.map((event) => prepareEvent(event, making)) };
}

function prepareEvent(event: NewEvent, making: Making): PreparedEvent {
  const { clock = systemClock, newId = () => uuidV7(clock) } = making;
  const prepared = {
    id: event.id ?? newId(),
    type: event.type,
    version: event.version,
    occurredAt: event.occurredAt ?? new Date(clock.now()).toISOString(),
    actor: event.actor,
    traceId: event.traceId,
    causationId: event.causationId ?? null,
    correlationId: event.correlationId ?? null,
    data: toJson(event.data, 'data'),
    metadata: toJson(event.metadata ?? {}, 'metadata'),
    mentions: event.mentions ?? null,
  };
  const length = prepared.data.length + prepared.metadata.length;
  if (length > maxEventLength) throw fail('payload-too-large', 'This is too large to be recorded.', `${length} units`);
  checkFields(prepared);
  return prepared;
}

function checkFields(event: PreparedEvent): void {
  if (!isEventType(event.type)) throw refused(`Not an event type: ${event.type.slice(0, 80)}`);
  if (!(Number.isSafeInteger(event.version) && event.version > 0)) throw refused(`Not a version: ${event.version}`);
  if (!isUuid(event.id)) throw refused(`Not a uuid: ${event.id.slice(0, 80)}`);
  if (event.causationId !== null && !isUuid(event.causationId)) throw refused('The causation id is not a uuid.');
  if (!isTraceId(event.traceId)) throw refused('The trace id is not 32 lower-case hex digits.');
  if (event.actor.length === 0 || event.actor.length > 200) throw refused('An actor has 1 to 200 characters.');
  if (unstorable.test(JSON.stringify([event.actor, event.correlationId]))) throw refused('Unstorable characters.');
  const strange = event.mentions?.find((id) => !isUuid(id) && !isTraceId(id));
  if (strange !== undefined) throw refused(`Neither a uuid nor a trace id: ${strange.slice(0, 80)}`);
  if (!isMoment(event.occurredAt)) throw refused('Not a time as Date.prototype.toISOString writes it.');
}

const isMoment = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text));

function toJson(value: unknown, what: string): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch (thrown) {
    throw refused(`The ${what} is not JSON: ${String(thrown)}`);
  }
  if (json === undefined) throw refused(`There is no ${what}.`);
  if (unstorable.test(json)) throw refused(`The ${what} holds a NUL or half a surrogate pair.`);
  return json;
}
