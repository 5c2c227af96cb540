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

/** The parts of an answer after its start, in the order the contract has them. */
export function* partsOf(
  draft: Draft,
  timings: Readonly<Record<string, number>>,
  { knowledge, composer }: Provenance = {},
): Generator<AnswerPart> {
  for (const [index, paragraph] of draft.paragraphs.entries()) {
    yield { type: 'text-delta', text: index === 0 ? paragraph : `\n\n${paragraph}` };
  }
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
