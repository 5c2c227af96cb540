import { LRUCache } from 'lru-cache';
import { redact } from '../answer-query/redact.js';

const outermost = /^[\s¿¡]+|[\s.?!…]+$/gu;
const blank = /\s+/gu;

/** A question without what cannot change its answer: case, the form of characters, blanks, and the marks at its ends. */
export const normaliseQuestion = (query: string): string =>
  query.normalize('NFKC').toLowerCase().replace(outermost, '').replace(blank, ' ');

/** What is asked again and again of the text of a question. */
export interface QuestionText {
  readonly normalised: string;
  /** Without what identifies a person or opens a door. */
  readonly redacted: string;
  /** Whether something in it identifies a person or opens a door. */
  readonly identifies: boolean;
}

/** The questions of a busy day; longer ones are seldom asked twice. */
const remembered = new LRUCache<string, QuestionText>({ max: 5000 });
const longestRemembered = 300;

export function questionText(query: string): QuestionText {
  const known = remembered.get(query);
  if (known) return known;
  const normalised = normaliseQuestion(query);
  const redacted = redact(query);
  const identifies = redacted !== query || redact(normalised) !== normalised;
  const text = { normalised, redacted, identifies };
  // What identifies somebody is not kept in memory longer than it takes.
  if (!identifies && query.length <= longestRemembered) remembered.set(query, text);
  return text;
}
