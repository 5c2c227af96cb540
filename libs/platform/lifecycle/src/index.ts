export * from './run-service.js';
export { collectGarbage } from './collect-garbage.js';
