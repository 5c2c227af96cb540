import { integrationEvents, type FeedbackGiven } from '#contracts';
import type { EventStore, RecordedEvent } from '#event-store';
import { Deadline } from '#kernel';
import { normalise } from '#routing';

/**
 * Taps, and pieces of feedback, that count: so many of the newest of each. What is known is a function of these alone, so every
 * gateway that reads the same log knows the same.
 */
export const newestThatCount = 10_000;

/** Milliseconds for reading them. */
const withinMs = 5000;
/** Events that are read between two turns of the event loop. */
const turnEvery = 500;

/** Somebody said whose a question is. */
export interface Said {
  /** Normalised, and redacted as in the trace. */
  readonly text: string;
  readonly assistant: string;
  /** The key it was said with. */
  readonly actor: string;
  readonly staff: boolean;
  /** Picked when asked back; found its answer helpful; called it the wrong assistant. */
  readonly how: 'chosen' | 'helpful' | 'wrong';
  readonly at: string;
}

const chosen = integrationEvents['assistant-chosen'];
const given = integrationEvents['feedback-given'];

function saidByChoice({ data, actor, recordedAt }: RecordedEvent): Said[] {
  const read = chosen.schema.safeParse(data);
  if (!read.success) return [];
  const { query, assistant, asker } = read.data;
  return [{ text: normalise(query), assistant, actor, staff: asker === 'staff', how: 'chosen', at: recordedAt }];
}

type Feedback = Pick<FeedbackGiven, 'answerId' | 'helpful' | 'reason' | 'about'>;
const feedbackSchema = given.schema.pick({ answerId: true, helpful: true, reason: true, about: true });

/**
 * What one piece of feedback says. Only who asked can say that the route was right, and only where the router alone decided
 * it; anybody can say that it was wrong.
 */
function saidByFeedback({ helpful, reason, about }: Feedback, { actor, recordedAt }: RecordedEvent): Said[] {
  if (!about?.assistant) return [];
  const { query, assistant, asker } = about;
  const base = { text: normalise(query), assistant, actor, staff: asker === 'staff', at: recordedAt };
  if (!helpful) return reason === 'wrong-assistant' ? [{ ...base, how: 'wrong' }] : [];
  return about.routed && about.actor === actor ? [{ ...base, how: 'helpful' }] : [];
}

/** Of several pieces of feedback by one key on one answer the last counts, but "wrong assistant" is never taken back. */
async function saidByAllFeedback(events: readonly RecordedEvent[]): Promise<Said[]> {
  const last = new Map<string, Said[]>();
  for (const [at, event] of events.entries()) {
    if (at % turnEvery === turnEvery - 1) await new Promise(setImmediate);
    const read = feedbackSchema.safeParse(event.data);
    if (!read.success) continue;
    const key = JSON.stringify([read.data.answerId, event.actor]);
    if (last.get(key)?.some(({ how }) => how === 'wrong')) continue;
    last.set(key, saidByFeedback(read.data, event));
  }
  return [...last.values()].flat();
}

/** What people said of whose a question is, the oldest first among the taps and among the feedback. */
export async function readEvidence(events: Pick<EventStore, 'readLatest'>): Promise<Said[]> {
  const deadline = Deadline.in(withinMs);
  const [choices, feedback] = await Promise.all([
    events.readLatest(chosen.category, newestThatCount, { deadline }),
    events.readLatest(given.category, newestThatCount, {
      members: ['answerId', 'helpful', 'reason', 'about'],
      deadline,
    }),
  ]);
  return [...choices.toReversed().flatMap(saidByChoice), ...(await saidByAllFeedback(feedback.toReversed()))];
}
