export * from './event-stream.js';
export * from './known-routes.js';
export * from './problem.js';
export * from './problem-filter.js';
export * from './read-body.js';
export * from './request-trace.js';
export * from './take-json.js';
