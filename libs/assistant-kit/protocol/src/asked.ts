import { answerQuery, type AnswerPart, type Ask, type Escalation, type Source } from '#contracts';
import { Deadline, newTraceContext, uuidV7 } from '#kernel';
import type { Call, MessageBus } from '#platform/messaging';

type End = Extract<AnswerPart, { type: 'answer-end' }>;

/** A whole answer, as a gateway would put it together. */
export interface Answered {
  readonly parts: readonly AnswerPart[];
  readonly text: string;
  readonly sources: readonly Source[];
  readonly escalation: Escalation | undefined;
  readonly end: End | undefined;
}

export const callFor = (milliseconds: number, signal?: AbortSignal): Call => ({
  deadline: Deadline.in(milliseconds),
  trace: newTraceContext(),
  principal: { id: 'protocol-suite', kind: 'staff' },
  requestId: uuidV7(),
  ...(signal ? { signal } : {}),
});

export const askOf = (query: string, rest: Partial<Ask> = {}): Ask => ({
  answerId: uuidV7(),
  query,
  asker: 'staff',
  ...rest,
});

/** Asks an assistant and waits for the end of its answer. @throws FailureError of the stream */
export async function askAssistant(bus: MessageBus, assistant: string, ask: Ask, call: Call): Promise<Answered> {
  const parts: AnswerPart[] = [];
  for await (const part of bus.stream(answerQuery, assistant, ask, call)) parts.push(part);
  const last = parts.at(-1);
  return {
    parts,
    text: parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join(''),
    sources: parts.flatMap((part) => (part.type === 'source-add' ? [part.source] : [])),
    escalation: parts.find((part) => part.type === 'escalation-raise')?.escalation,
    end: last?.type === 'answer-end' ? last : undefined,
  };
}
