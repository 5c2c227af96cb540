import { answerQuery, type AnswerPart, type Ask, type Club, type Manifest } from '#contracts';
import { FailureError, toFailure, type Failure } from '#kernel';
import type { Call, MessageBus } from '#platform/messaging';
import { partsOf } from './answer-draft.js';
import { escalatedAnswer } from './own-answers.js';

const tooLate = { code: 'assistant-timeout', reason: 'The assistant did not answer in time' };

/** Why nobody answered, as a code in `degraded` and as a reason for the person who takes over. */
function lossOf(failure: Failure): { code: string; reason: string } {
  switch (failure.code) {
    case 'deadline-exceeded':
      return tooLate;
    case 'no-responders':
    case 'unavailable':
      return { code: 'assistant-unavailable', reason: 'The assistant is away' };
    case 'cancelled':
      return { code: 'asker-left', reason: 'The asker left before the answer was there' };
    default:
      return { code: 'assistant-failed', reason: 'The assistant failed' };
  }
}

/**
 * An assistant's answer, part by part, always with an end: where the assistant is away, too late or breaks off, the
 * question is handed to a person and the end says why.
 * @param firstWordMs milliseconds until its first part
 */
export async function* askAssistant(
  bus: Pick<MessageBus, 'stream'>,
  club: Club,
  manifest: Manifest,
  ask: Ask,
  call: Call,
  firstWordMs: number,
): AsyncGenerator<AnswerPart> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), firstWordMs);
  const signal = call.signal ? AbortSignal.any([call.signal, patience.signal]) : patience.signal;
  const within = { ...call, signal, deadline: call.deadline.within(manifest.timeouts.answerMs) };
  let begun = false;
  try {
    for await (const part of bus.stream(answerQuery, manifest.id, ask, within)) {
      clearTimeout(timer);
      begun ||= part.type === 'text-delta';
      yield part;
      if (part.type === 'answer-end') return;
    }
    throw new FailureError({ code: 'internal', message: 'The answer had no end.', retryable: false });
  } catch (error) {
    const { code, reason } = patience.signal.aborted ? tooLate : lossOf(toFailure(error));
    if (begun) yield { type: 'text-delta', text: '\n\n' };
    yield* partsOf(escalatedAnswer(club, manifest.label, reason), 0, [code]);
  } finally {
    clearTimeout(timer);
  }
}

/** What is said in place of an assistant that was switched off: its questions are a person's meanwhile. */
export const switchedOff = (club: Club, manifest: Manifest): Iterable<AnswerPart> =>
  partsOf(escalatedAnswer(club, manifest.label, 'The assistant is switched off'), 0, ['assistant-disabled']);

/**
 * The emergency assistant's whole answer, or nothing when it is not there, whole, in time.
 * @param withinMs milliseconds it has
 */
export async function askEmergency(
  bus: Pick<MessageBus, 'stream'>,
  manifest: Manifest,
  ask: Ask,
  call: Call,
  withinMs: number,
): Promise<AnswerPart[] | null> {
  const within = { ...call, deadline: call.deadline.within(withinMs) };
  const parts: AnswerPart[] = [];
  try {
    for await (const part of bus.stream(answerQuery, manifest.id, ask, within)) parts.push(part);
  } catch {
    // Whatever kept it from answering, the card is what the person sees; the record says that it was the card.
    return null;
  }
  return parts.at(-1)?.type === 'answer-end' ? parts : null;
}
