export * from './chat/index.js';
export * from './embeddings/index.js';
export * from './text/index.js';
