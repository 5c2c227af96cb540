import { z } from 'zod';
import { subjectOf } from '#contracts';
import type { RecordedEvent } from '../event.js';

/** The copy of the log on the bus, for whoever consumes events. */
export const eventStreamName = 'CLUB_EVENTS';
export const everyEvent = 'club.*.event.>';

/** Where an event is published: `club.<category>.event.<type>.v<version>`. */
export const subjectOfEvent = (event: Pick<RecordedEvent, 'category' | 'type' | 'version'>): string =>
  subjectOf(event.category, 'event', event.type, event.version);

/** What a message of the stream holds: the event as it was recorded. */
const recordedEventSchema = z.object({
  id: z.guid(),
  stream: z.string(),
  category: z.string(),
  streamVersion: z.int().positive(),
  transactionId: z.int().nonnegative(),
  position: z.int().positive(),
  type: z.string(),
  version: z.int().positive(),
  data: z.unknown(),
  metadata: z.record(z.string(), z.unknown()),
  actor: z.string(),
  traceId: z.string(),
  causationId: z.string().nullable(),
  correlationId: z.string().nullable(),
  occurredAt: z.string(),
  recordedAt: z.string(),
});

export const encodeEvent = (event: RecordedEvent): string => JSON.stringify(event);

/** @throws SyntaxError or ZodError when it is not an event */
export const decodeEvent = (payload: string): RecordedEvent => recordedEventSchema.parse(JSON.parse(payload));
