import { z } from 'zod';
import { answerBodySchema, sourceSchema, type AnswerPart } from '#contracts';

/** An answer that was given once and may be given again, as every tier keeps it. */
export const cachedAnswerSchema = z.object({
  /** The query it was first given to; its record holds how it came about. */
  answerId: z.string(),
  assistant: z.string(),
  assistantVersion: z.string(),
  /** What it was made by and from; both stand in the key as well. */
  composer: z.string(),
  knowledge: z.string(),
  composedBy: z.string(),
  answer: answerBodySchema,
  sources: z.array(sourceSchema),
  confidence: z.number().min(0).max(1),
});
export type CachedAnswer = z.infer<typeof cachedAnswerSchema>;

/** Characters of the largest answer that is kept. One that is longer is made anew each time. */
export const largestAnswer = 64 * 1024;

/** An answer and the text that tiers keep it as; whichever of the two is not there yet is made once. */
export class Kept {
  private made: string | undefined;

  constructor(
    readonly answer: CachedAnswer,
    text?: string,
  ) {
    this.made = text;
  }

  /** What a tier holds under a key, or null where it is no answer. */
  static read(text: string): Kept | null {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // Not even JSON: somebody else wrote there, or it was cut. Whoever asked counts it and goes on without.
      return null;
    }
    const { data } = cachedAnswerSchema.safeParse(value);
    return data ? new Kept(data, text) : null;
  }

  get text(): string {
    return (this.made ??= JSON.stringify(this.answer));
  }
}

/** The parts it would have come in from the assistant. */
export function* partsOfCached(cached: CachedAnswer): Generator<AnswerPart> {
  const { answer, sources, confidence, composedBy, assistant, assistantVersion } = cached;
  yield { type: 'answer-start', assistant, version: assistantVersion };
  yield { type: 'text-delta', text: answer.text };
  for (const source of sources) yield { type: 'source-add', source };
  for (const action of answer.actions) yield { type: 'action-add', action };
  const { category, priority } = answer;
  yield { type: 'answer-end', category, priority, confidence, composedBy, degraded: [], timings: {} };
}
