export * from './in-words.js';
export * from './check-shape.js';
export * from './read-yaml.js';
