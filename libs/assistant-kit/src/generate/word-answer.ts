import { ModelFailure, type ChatModel } from '#ai';
import type { Source } from '#contracts';
import { FailureError } from '#kernel';
import type { Logger } from '#platform/logging';
import type { Call } from '#platform/messaging';
import { textDelta, textOf, textPartsOf, type Draft, type TextDelta, type Wording } from '../answer/draft.js';
import type { Question } from '../compose/compose-answer.js';
import { foreignWords } from '../grounding/foreign-words.js';
import { groundOf, type Ground } from '../grounding/ground.js';
import { unknownPromises } from '../grounding/promises.js';
import { unknownFigures } from '../grounding/ungrounded-figures.js';
import { plain } from '../sections/section.js';
import { resolveCitations } from './citations.js';
import { instructionsIn, promptFor } from './prompt.js';
import { SentenceReader, type Sentence } from './read-sentences.js';
import { StepMarks } from './step-marks.js';
import { WordGate } from './word-gate.js';

/** Beyond this a model is not listened to: four times the longest section there is. */
const longestAnswer = 4_000;
/** Characters of earlier lines that are looked at again with each line that goes on: a list may have thousands. */
const longestBefore = 400;

/** What stands between a model's sentences and the procedures' words, where the model could not go on. */
const asWritten = 'As the procedures have it:';
/** What stands behind a sentence that has no end. */
const brokenOff = ' …';

/** What became of a model's words. */
class Attempt {
  sent = '';
  by = '';
  unknownIds = 0;
  readonly cited = new Set<number>();
  /** As `degraded` has it; undefined where all went well. */
  why: string | undefined;
  private readonly marks: StepMarks;
  private prepared: Ground | undefined;
  private gate: WordGate | undefined;
  /** The sentence before. */
  private last = '';
  /** What was said of the sentence that is not over yet. */
  private begun = '';

  constructor(
    private readonly question: Question,
    private readonly draft: Draft,
  ) {
    this.marks = new StepMarks(textOf(draft));
  }

  /** Whether what was said ends in the middle of a sentence. */
  get isBroken(): boolean {
    return this.begun !== '';
  }

  /** What may be said, as it comes. @throws ModelFailure, FailureError */
  async *listen(model: ChatModel, call: Call): AsyncGenerator<TextDelta> {
    const reader = new SentenceReader();
    let length = 0;
    // While the model thinks: neither the call nor its first word waits for it.
    setImmediate(() => void this.ground);
    for await (const part of model.stream(promptFor(this.question, this.draft), call)) {
      if (part.type === 'text-end') yield* this.said(reader.end());
      else if (part.type === 'text-start') this.by = part.model;
      else {
        length += part.text.length;
        if (length > longestAnswer)
          throw new ModelFailure('too-long', this.by, `wrote over ${longestAnswer} characters`);
        yield* this.said(reader.push(part.text));
        yield* this.early(reader.begun);
      }
    }
    if (this.sent === '') throw new ModelFailure('bad-output', 'the model', 'wrote nothing');
  }

  /** What the sentences are held against; worked out once, for it is asked of each of them. */
  private get ground(): Ground {
    const { sources } = this.draft;
    return (this.prepared ??= groundOf(sources, textOf(this.draft), this.question.ask.query));
  }

  /** The sources that the model named come first. */
  get sources(): Source[] {
    const { sources } = this.draft;
    const named = [...this.cited].flatMap((index) => sources[index] ?? []);
    return [...named, ...sources.filter((source) => !named.includes(source))];
  }

  private *said(sentences: Iterable<Sentence>): Generator<TextDelta> {
    for (const { text: raw, before } of sentences) {
      const { text, passages, unknown } = resolveCitations(plain(raw), this.draft.sources.length);
      this.unknownIds += unknown;
      if (text === '') continue;
      const wrong = this.wrongIn(text, before);
      if (wrong.length > 0) throw new Ungrounded(wrong.length);
      passages.forEach((index) => this.cited.add(index));
      yield* this.upTo(text, before);
      this.begun = '';
      this.last = endOf(this.goingOn === '' ? text : `${this.goingOn}${before}${text}`);
      this.gate = undefined;
    }
  }

  /** Of a sentence that is not over yet, what says nothing that could have been made up. */
  private *early({ text, before }: Sentence): Generator<TextDelta> {
    this.gate ??= new WordGate(this.ground.vocabulary, this.goingOn);
    yield* this.upTo(text.slice(0, this.gate.settled(text)), before);
  }

  /** What was not said yet of a sentence. */
  private *upTo(text: string, before: Sentence['before']): Generator<TextDelta> {
    const fresh = text.slice(this.begun.length);
    if (fresh === '') return;
    const piece = this.begun === '' && this.sent !== '' ? `${before}${fresh}` : fresh;
    this.begun = text;
    this.sent += piece;
    yield textDelta(piece);
  }

  /** Lines that do not end as a sentence does go on in the next: "It costs 60", and below it "dollars". */
  private get goingOn(): string {
    return /[.!?…][)"'”’]*$/.test(this.last) ? '' : this.last;
  }

  private wrongIn(sentence: string, before: Sentence['before']): string[] {
    const { vocabulary, figures, promises } = this.ground;
    // Whatever is no mark of a step is a number, wherever it stands.
    const marked = this.marks.isMarked(sentence, this.sent === '' || before.includes('\n'));
    return [
      ...unknownFigures(marked ? sentence : `: ${sentence}`, figures),
      ...unknownFigures(`${this.goingOn}${before}${sentence}`, figures),
      ...unknownPromises(`${this.goingOn} ${sentence}`.replace(/\n+/g, ' '), promises),
      ...foreignWords(sentence, vocabulary),
      ...instructionsIn(sentence),
    ];
  }
}

/** A sentence that stands in no source. */
class Ungrounded extends Error {
  constructor(readonly count: number) {
    super('A model said what stands in no source; nothing further of it was said');
  }
}

/** Why a model did not word an answer, as a code for `degraded`. */
/** The whole words at its end that a figure or a promise may go on from. */
const endOf = (text: string): string =>
  text.length <= longestBefore ? text : text.slice(-longestBefore).replace(/^\S+/, '');

function codeOf(error: unknown): string {
  if (error instanceof Ungrounded) return 'model-ungrounded';
  if (error instanceof ModelFailure) return `model-${error.reason}`;
  const late = error instanceof FailureError && error.failure.code === 'deadline-exceeded';
  return late ? 'model-late' : 'model-unavailable';
}

/**
 * An answer in a model's words, from the same spans and with the same actions. Words that could not have been made up are said
 * as they come; from the first other one on a sentence is held until it is over, and said once every figure and promise in it
 * stands in a span and its words are those of the spans. With the first that does not, or when the model fails or is late, the
 * model is hung up on and the answer ends in the procedures' own words; `degraded` says why.
 * @param call whose deadline leaves time to send the answer
 * @throws FailureError `cancelled` when the asker has left
 */
export function wordWith(model: ChatModel, logger: Pick<Logger, 'warn'>) {
  return async function* (question: Question, draft: Draft, call: Call): Wording {
    const attempt = new Attempt(question, draft);
    const { traceId } = call.trace;
    try {
      yield* attempt.listen(model, call);
    } catch (error) {
      if (call.signal?.aborted && error instanceof FailureError) throw error;
      attempt.why = codeOf(error);
      // How many only: the words may be a member's own.
      const ungrounded = error instanceof Ungrounded ? { ungrounded: error.count } : { err: error };
      logger.warn({ model: attempt.by, traceId, ...ungrounded }, 'A model did not word an answer');
    }
    const { why, by, sent, unknownIds } = attempt;
    if (unknownIds > 0)
      logger.warn({ model: by, traceId, unknownIds }, 'A model cited passages that there are none of');
    if (why === undefined) return { ...draft, sources: attempt.sources, composedBy: `model:${by}` };
    if (sent !== '') yield textDelta(`${attempt.isBroken ? brokenOff : ''}\n\n${asWritten}\n\n`);
    yield* textPartsOf(draft);
    return { ...draft, degraded: [...draft.degraded, why], ...(sent === '' ? {} : { composedBy: `model:${by}` }) };
  };
}
