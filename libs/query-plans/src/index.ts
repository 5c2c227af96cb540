export {
  emptyPartitions,
  filledEvents,
  filledTables,
  filledLog,
  filledStream,
  filledTrace,
  fillLog,
  settleStatistics,
} from './fill-log.js';
export { queriesText, scansOnHotPaths, type QueriesFile } from './queries-file.js';
export { QueryRecorder, type RecordedMethod, type RecordedStatement } from './query-recorder.js';
export { withDatabase } from './with-database.js';
