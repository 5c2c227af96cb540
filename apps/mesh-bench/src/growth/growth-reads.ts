import { PostgresEventStore, type NewEvent } from '#event-store';
import { newTraceId, uuidV7 } from '#kernel';
import type { Database } from '#platform/database';
import { streamOfEvent, type FilledLog } from './fill-events.js';

/** Something that is timed: what it does, and what it does it to is chosen anew each time. */
export interface Operation {
  readonly name: string;
  run(): Promise<unknown>;
}

const eventOf = (): NewEvent => ({
  type: 'query-answered',
  version: 1,
  data: { query: 'what is the matter', answer: { text: 'Do this first. '.repeat(40) }, outcome: 'answered' },
  actor: 'desk-1',
  traceId: newTraceId(),
});

/**
 * What the services send to the log, through the same code as they do, so with the statements of `libs/event-store/queries` and
 * `apps/gateway/queries`: the gateway's records, the relay's feed, the trace of one answer, and what is read to learn and to try.
 * @param filled what the log was filled with
 */
export function growthOperations(database: Database, filled: FilledLog, random: () => number): Operation[] {
  const { events } = filled;
  const log = new PostgresEventStore(database);
  const anyEvent = (): number => 1 + Math.floor(random() * events);
  const anyQuery = (): number => {
    const n = anyEvent();
    return n - (n % 10) + 5;
  };
  const nearTheEnd = { transactionId: events - 256, position: events - 256 };
  const somewhere = () => {
    const n = anyEvent();
    return { transactionId: n, position: n };
  };
  return [
    { name: 'append one', run: () => log.append(`query-${uuidV7()}`, 'no-stream', [eventOf()]) },
    {
      name: 'append 100 streams at once',
      run: () =>
        log.appendMany(
          Array.from({ length: 100 }, () => ({
            stream: `query-${uuidV7()}`,
            expected: 'no-stream' as const,
            events: [eventOf()],
          })),
        ),
    },
    { name: 'feed, keeping up', run: () => log.feed.read(nearTheEnd, 256) },
    { name: 'feed, from somewhere', run: () => log.feed.read(somewhere(), 256) },
    { name: 'feed, two categories', run: () => log.feed.read(nearTheEnd, 200, { categories: ['sop', 'feedback'] }) },
    { name: 'feed, how far behind', run: () => log.feed.delay() },
    { name: 'trace', run: () => log.readByTrace(filled.traceOf(anyEvent())) },
    { name: 'the record of an answer', run: () => log.readStream(streamOfEvent('query', anyQuery())) },
    { name: 'the newest version of a stream', run: () => log.readStream('sop-0000000007', { newest: 1 }) },
    { name: 'analytics: the latest 10,000 feedbacks', run: () => log.readLatest('feedback', 10_000) },
    {
      name: 'analytics: the latest 10,000 questions',
      run: () => log.readLatest('query', 10_000, { members: ['query'] }),
    },
    { name: 'the latest of a rare category', run: () => log.readLatest('learning', 1) },
  ];
}
