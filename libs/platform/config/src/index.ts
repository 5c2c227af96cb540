export * from './settings.js';
export * from './parse-settings.js';
