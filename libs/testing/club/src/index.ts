export { isHeldOut } from './held-out.js';
export { readLabeledQuestions, type LabeledQuestion } from './labeled-questions.js';
