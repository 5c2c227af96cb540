import type { Action, AnswerPart, Escalation, Source } from '#contracts';
import type { Category, Priority } from '../policy.js';

/** A whole answer before it is sent. */
export interface Draft {
  /** In the order they are read; an empty line stands between them. */
  readonly paragraphs: readonly string[];
  readonly sources: readonly Source[];
  readonly actions: readonly Action[];
  readonly escalation: Escalation | undefined;
  readonly category: Category;
  readonly priority: Priority;
  readonly confidence: number;
  readonly composedBy: string;
  readonly degraded: readonly string[];
}

export const textOf = ({ paragraphs }: Pick<Draft, 'paragraphs'>): string => paragraphs.join('\n\n');

/** What an answer was made from and by, where that has a name: whoever keeps the answer keeps it under both. */
export interface Provenance {
  readonly knowledge?: string | undefined;
  readonly composer?: string | undefined;
}

export type TextDelta = Extract<AnswerPart, { type: 'text-delta' }>;

/** The text of an answer as it is sent; in the end the answer that it belongs to. */
export type Wording = AsyncGenerator<TextDelta, Draft> | Generator<TextDelta, Draft>;

export const textDelta = (text: string): TextDelta => ({ type: 'text-delta', text });

/** The text as it is, a paragraph at a time. */
export function* textPartsOf({ paragraphs }: Pick<Draft, 'paragraphs'>): Generator<TextDelta> {
  for (const [index, paragraph] of paragraphs.entries()) yield textDelta(index === 0 ? paragraph : `\n\n${paragraph}`);
}

/** The parts of an answer after its text, in the order the contract has them. */
export function* closingPartsOf(
  draft: Draft,
  timings: Readonly<Record<string, number>>,
  { knowledge, composer }: Provenance = {},
): Generator<AnswerPart> {
  for (const source of draft.sources) yield { type: 'source-add', source };
  for (const action of draft.actions) yield { type: 'action-add', action };
  if (draft.escalation) yield { type: 'escalation-raise', escalation: draft.escalation };
  const { category, priority, confidence, composedBy, degraded } = draft;
  yield {
    type: 'answer-end',
    category,
    priority,
    confidence,
    composedBy,
    degraded: [...degraded],
    timings: { ...timings },
    ...(knowledge === undefined ? {} : { knowledge }),
    ...(composer === undefined ? {} : { composer }),
  };
}
