export * from './settings.js';
export * from './parse-settings.js';
export * from './read-club.js';
