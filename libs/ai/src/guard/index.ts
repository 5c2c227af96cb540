export { FallbackChat } from './fallback-chat.js';
export {
  GuardedModel,
  type CallRecord,
  type GuardOptions,
  type ModelLimits,
  type ModelObserver,
} from './guarded-model.js';
