export * from './budget/index.js';
export * from './chat/index.js';
export * from './embeddings/index.js';
export * from './guard/index.js';
export * from './text/index.js';
