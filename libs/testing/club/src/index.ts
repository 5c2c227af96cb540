export { isHeldOut } from './held-out.js';
export { readLabeledQuestions, type LabeledQuestion } from './labeled-questions.js';
export { readEmergencyKinds, type KindOfEmergency } from './emergency-kinds.js';
