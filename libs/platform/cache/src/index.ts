export * from './cache.js';
export { createSharedLog, type LogLine, type SharedLog } from './shared-log.js';
export * from './bounded-counters.js';
