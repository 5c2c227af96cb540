import type { Action, AnswerBody, AnswerPart, Escalation, Source } from '#contracts';

type AnswerEnd = Extract<AnswerPart, { type: 'answer-end' }>;

/** An answer while its parts come in: the same parts that a stream passes on make up the one JSON body. */
export class AnswerDraft {
  private text = '';
  private end: AnswerEnd | null = null;
  readonly sources: Source[] = [];
  readonly actions: Action[] = [];
  readonly degraded = new Set<string>();
  escalation: Escalation | null = null;
  assistantVersion: string | null = null;

  add(part: AnswerPart): void {
    switch (part.type) {
      case 'answer-start':
        this.assistantVersion = part.version;
        return;
      case 'text-delta':
        this.text += part.text;
        return;
      case 'source-add':
        this.sources.push(part.source);
        return;
      case 'action-add':
        this.actions.push(part.action);
        return;
      case 'escalation-raise':
        this.escalation = part.escalation;
        return;
      case 'answer-end':
        this.end = part;
        part.degraded.forEach((code) => this.degraded.add(code));
    }
  }

  get hasText(): boolean {
    return this.text !== '';
  }

  get confidence(): number {
    return this.end?.confidence ?? 0;
  }

  get timings(): Record<string, number> {
    return this.end?.timings ?? {};
  }

  body(): AnswerBody {
    return {
      text: this.text,
      category: this.end?.category ?? 'escalation',
      priority: this.end?.priority ?? 'high',
      actions: this.actions,
      escalation: this.escalation,
    };
  }
}

/** A whole answer as the parts it would have come in. */
export function* partsOf(
  body: AnswerBody,
  confidence: number,
  degraded: readonly string[] = [],
): Generator<AnswerPart> {
  yield { type: 'text-delta', text: body.text };
  for (const action of body.actions) yield { type: 'action-add', action };
  if (body.escalation) yield { type: 'escalation-raise', escalation: body.escalation };
  const { category, priority } = body;
  yield {
    type: 'answer-end',
    category,
    priority,
    confidence,
    composedBy: 'gateway',
    degraded: [...degraded],
    timings: {},
  };
}
