export { defineAssistant, type AssistantDefinition } from './define-assistant.js';
export type { Knowledge, Looked } from './answer/find-material.js';
export { respondFromKnowledge, type AnswerTools, type Responder } from './answer/respond.js';
export {
  categoryBy,
  priorityBy,
  type Addition,
  type AssistantPolicy,
  type Category,
  type Priority,
  type PriorityRule,
  type Situation,
} from './policy.js';
export { ungroundedFigures } from './grounding/ungrounded-figures.js';
export { runAssistant } from './serve/run-assistant.js';
export type { Block, BlockKind, Section } from './sections/section.js';
export type { Action, Ask, Club, Escalation, Site, Source } from '#contracts';
