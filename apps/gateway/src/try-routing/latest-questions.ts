import { z } from 'zod';
import { Deadline } from '#kernel';
import type { AnswerRecords } from '../record-query/answer-records.js';

/** Milliseconds for reading 10,000 records. */
const withinMs = 5000;
/** The most that can be tried on. */
export const mostLatest = 10_000;
const mostSinceLast = 200;

const recordedQuestion = z.object({ query: z.string() });

interface Recorded {
  readonly id: string;
  readonly text: string;
}

/**
 * The latest questions that were really asked, redacted as they were recorded. All of them are read once, and later those
 * alone that came since. What a transaction records late may be missing among these; `readAll` brings it.
 */
export class LatestQuestions {
  private known: readonly Recorded[] = [];

  constructor(private readonly records: Pick<AnswerRecords, 'latest'>) {}

  /** The newest first, at most `limit`. */
  async read(limit: number): Promise<string[]> {
    if (limit === 0) return [];
    const [newest] = this.known;
    const since = newest === undefined ? [] : await this.load(mostSinceLast);
    const at = since.findIndex(({ id }) => id === newest?.id);
    if (at < 0) return this.readAll(limit);
    this.known = [...since.slice(0, at), ...this.known].slice(0, mostLatest);
    return this.texts(limit);
  }

  /** The same, read from the log whatever was read before. */
  async readAll(limit: number): Promise<string[]> {
    this.known = await this.load(mostLatest);
    return this.texts(limit);
  }

  private texts(limit: number): string[] {
    return this.known.slice(0, limit).map(({ text }) => text);
  }

  private async load(limit: number): Promise<Recorded[]> {
    const recorded = await this.records.latest(limit, ['query'], { deadline: Deadline.in(withinMs) });
    return recorded.map(({ id, data }) => ({ id, text: recordedQuestion.parse(data).query }));
  }
}
