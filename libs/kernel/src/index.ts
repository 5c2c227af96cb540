export * from './clock.js';
export * from './deadline.js';
export * from './decider.js';
export * from './failure.js';
export * from './ids.js';
export * from './next-turn.js';
export * from './result.js';
export * from './trace-context.js';
