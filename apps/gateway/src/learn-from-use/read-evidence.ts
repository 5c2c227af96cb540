import { integrationEvents, type FeedbackGiven } from '#contracts';
import type { EventStore, RecordedEvent } from '#event-store';
import { Deadline } from '#kernel';
import { normalise } from '#routing';
import { mapGivingWay } from './give-way.js';

/**
 * Taps, and pieces of feedback, that count: so many of the newest of each. What is known is a function of these alone, so every
 * gateway that reads the same log knows the same.
 */
export const newestThatCount = 10_000;

/** Milliseconds for reading them. */
const withinMs = 5000;

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
  await mapGivingWay(events, (event) => {
    const read = feedbackSchema.safeParse(event.data);
    if (!read.success) return;
    const key = JSON.stringify([read.data.answerId, event.actor]);
    if (last.get(key)?.some(({ how }) => how === 'wrong')) return;
    last.set(key, saidByFeedback(read.data, event));
  });
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
  const taps = await mapGivingWay(choices.toReversed(), saidByChoice);
  return [...taps.flat(), ...(await saidByAllFeedback(feedback.toReversed()))];
}
