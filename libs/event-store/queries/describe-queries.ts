import { uuidOfTrace, uuidV7 } from '#kernel';
import { migrate, type Database } from '#platform/database';
import {
  emptyPartitions,
  filledEvents,
  filledTables,
  filledLog,
  filledStream,
  filledTrace,
  fillLog,
  QueryRecorder,
  settleStatistics,
  withDatabase,
  type QueriesFile,
} from '#query-plans';
import {
  beginningOfLog,
  Cursors,
  ensurePartitions,
  Inbox,
  inboxMigrations,
  logMigrations,
  logSchema,
  PostgresEventStore,
  prepareLog,
  type NewEvent,
  type RecordedEvent,
} from '../src/index.js';
import { bodyOfAppend, runInside } from './inside-append.js';

const inboxSchema = 'consumer';

/** Where a consumer is that keeps up: a hundred events before the end. */
const nearTheEnd = { transactionId: filledEvents - 100, position: filledEvents - 100 };

const ids = Array.from({ length: 5 }, () => uuidV7());

const event = (n: number): NewEvent => ({
  id: ids[n]!,
  type: 'query-answered',
  version: 1,
  data: { n },
  actor: 'web',
  traceId: filledTrace(4),
});

async function useLog(recorder: QueryRecorder): Promise<void> {
  const log = new PostgresEventStore(recorder.database);
  const sop = filledStream('sop', 8);
  await recorder.hot('PostgresEventStore.append', () => log.append('query-new', 'no-stream', [event(1)]));
  await recorder.hot('PostgresEventStore.append, repeated', () => log.append('query-new', 'no-stream', [event(1)]));
  await recorder.hot('PostgresEventStore.appendInTransaction', () =>
    log.transaction((tx) => log.appendInTransaction(tx, 'query-newer', 'any', [event(2)])),
  );
  await recorder.hot('PostgresEventStore.readStream', () => log.readStream(sop));
  await recorder.hot('PostgresEventStore.readStream, a part', () => log.readStream(sop, { from: 2, newest: 1 }));
  await recorder.hot('PostgresEventStore.readByTrace', () => log.readByTrace(filledTrace(400)));
  await recorder.hot('PostgresEventStore.readMentioning', () => log.readMentioning(uuidOfTrace(filledTrace(400))));
  await recorder.hot('PostgresEventStore.readLatest', () => log.readLatest('feedback', 10_000));
  await recorder.hot('PostgresEventStore.readLatest, some members', () =>
    log.readLatest('query', 10_000, { members: ['query'] }),
  );
  await recorder.hot('PostgresEventStore.readLatest, of a rare category', () => log.readLatest('learning', 1));
  await recorder.hot('PostgresFeed.read, keeping up', () => log.feed.read(nearTheEnd, 256));
  await recorder.hot('PostgresFeed.read, some categories, keeping up', () =>
    log.feed.read(nearTheEnd, 200, { categories: ['sop', 'feedback'] }),
  );
  await recorder.cold('PostgresFeed.read, from the beginning', () => log.feed.read(beginningOfLog, 256));
  await recorder.cold('PostgresFeed.read, some categories, from the beginning', () =>
    log.feed.read(beginningOfLog, 200, { categories: ['sop'] }),
  );
  await recorder.hot('PostgresFeed.delay', () => log.feed.delay());
}

async function useCursors(recorder: QueryRecorder): Promise<void> {
  const cursors = new Cursors(recorder.database);
  const start = await cursors.load('relay');
  await recorder.cold('Cursors.save, the first time', () => cursors.save('relay', start));
  await recorder.hot('Cursors.load', () => cursors.load('relay'));
  await recorder.hot('Cursors.save', () => cursors.save('relay', { ...start, place: nearTheEnd, revision: 1 }));
}

async function useInbox(recorder: QueryRecorder): Promise<void> {
  const inbox = new Inbox(recorder.database, { schema: inboxSchema, consumer: 'spec', maxTries: 1 });
  const [delivered] = await new PostgresEventStore(recorder.database).readLatest('sop', 1);
  const broken = (): Promise<void> => Promise.reject(new Error('It cannot be applied.'));
  const lost: RecordedEvent = { ...delivered!, id: ids[3]! };
  await recorder.hot('Inbox.apply', () => inbox.apply(delivered!, () => Promise.resolve()));
  await recorder.cold('Inbox.apply, what cannot be applied', () => inbox.apply(lost, broken));
  await recorder.cold('Inbox.revive', () => inbox.revive(lost.id, () => Promise.resolve()));
  await recorder.cold('Inbox.bury', () => inbox.bury(ids[4]!, 'no event', 'not JSON'));
}

const fillInbox = `
  insert into ${inboxSchema}.inbox (consumer, event_id)
  select 'spec', ('01800000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid from generate_series(1, 20000) as n;
  insert into ${inboxSchema}.inbox_failures (consumer, event_id, tries, reason)
  select 'spec', ('01800000-0000-7000-8001-' || lpad(n::text, 12, '0'))::uuid, 1, 'away' from generate_series(1, 1000) as n;
  insert into ${inboxSchema}.dead_letters (consumer, event_id, event, tries, reason)
  select 'spec', ('01800000-0000-7000-8002-' || lpad(n::text, 12, '0'))::uuid, '{}', 5, 'no' from generate_series(1, 1000) as n`;

async function fill(database: Database, url: string): Promise<void> {
  await migrate({ url, schema: logSchema, migrations: logMigrations });
  await migrate({ url, schema: inboxSchema, migrations: inboxMigrations(inboxSchema) });
  await fillLog(database);
  await database.query(fillInbox);
  const inboxTables = ['inbox', 'inbox_failures', 'dead_letters'].map((table) => `${inboxSchema}.${table}`);
  await settleStatistics(database, [...filledTables, ...inboxTables]);
}

/** What the log, its feed, the cursors and the inbox send to a database of a realistic size. */
export const describeQueries = (): Promise<QueriesFile> =>
  withDatabase(async (database, url) => {
    await fill(database, url);
    const recorder = new QueryRecorder(database);
    await recorder.cold('prepareLog', () => prepareLog(recorder.database));
    await recorder.cold('ensurePartitions', () => ensurePartitions(recorder.database));
    await useLog(recorder);
    const body = await bodyOfAppend(database);
    await recorder.hot('inside log.append', () => runInside(recorder.database, body));
    await useCursors(recorder);
    await useInbox(recorder);
    return {
      filled: `${filledLog} and 20,000 entries of an inbox`,
      methods: recorder.methods,
      mayBeReadWhole: {
        cluster: 'has one row',
        ...emptyPartitions,
      },
    };
  });
