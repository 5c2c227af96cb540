export * from './event.js';
export * from './event-store.js';
export { streamOf, categoryOf } from './naming.js';
export { handleCommand, type AggregateOptions, type Decided } from './aggregate.js';
export { MemoryEventStore, type MemoryTransaction } from './memory/memory-event-store.js';
export { PostgresEventStore } from './postgres/postgres-event-store.js';
export { ensurePartitions, logMigrations, logSchema, prepareLog } from './postgres/log-migrations.js';
export {
  GroupCommit,
  type GroupCommitOptions,
  type GroupCommitStatistics,
  type Kept,
} from './group-commit/group-commit.js';
export { openJetStream, type JetStreamSettings } from './jetstream/open-jetstream.js';
export { eventStreamName, everyEvent, subjectOfEvent, decodeEvent } from './jetstream/event-message.js';
export type { EventStreamOptions } from './jetstream/event-stream.js';
export { JetStreamConsumer, type EventKind, type JetStreamConsumerOptions } from './jetstream/jetstream-consumer.js';
export { Cursors, type StoredCursor } from './relay/cursors.js';
export { Relay, type RelayOptions, type RelayStatistics } from './relay/relay.js';
export { Inbox, type Delivery, type EventHandler, type InboxOptions } from './inbox/inbox.js';
export { inboxMigrations } from './inbox/inbox-migrations.js';
