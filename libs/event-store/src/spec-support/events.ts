import { newTraceId, uuidV7 } from '#kernel';
import type { NewEvent } from '../event.js';

/** A stream nobody else uses. */
export const newStream = (category = 'thing'): string => `${category}-${uuidV7()}`;

/** An event that can be recorded, but for what the test says otherwise. */
export const newEvent = (given: Partial<NewEvent> = {}): NewEvent => ({
  type: 'thing-happened',
  version: 1,
  data: { n: 1 },
  actor: 'service:spec',
  traceId: newTraceId(),
  ...given,
});

export const newEvents = (count: number): NewEvent[] =>
  Array.from({ length: count }, (_, n) => newEvent({ data: { n } }));
