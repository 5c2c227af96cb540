import { z } from 'zod';
import type { EventStore } from '#event-store';
import { Deadline } from '#kernel';

/** Milliseconds for reading 10,000 records. */
const withinMs = 5000;

const recordedQuestion = z.object({ query: z.string() });

/** The latest questions that were really asked, redacted as they were recorded, the newest first. */
export async function recentQuestions(events: Pick<EventStore, 'readLatest'>, limit: number): Promise<string[]> {
  if (limit === 0) return [];
  const recorded = await events.readLatest('query', limit, { members: ['query'], deadline: Deadline.in(withinMs) });
  return recorded.map(({ data }) => recordedQuestion.parse(data).query);
}
