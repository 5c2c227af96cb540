export * from './cache.js';
export * from './bounded-counters.js';
