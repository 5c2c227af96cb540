import { LRUCache } from 'lru-cache';
import type { AnswerRecord } from './answer-records.js';
import { askedIn, givenIn, type QueryRecord } from './query-record.js';

/** A few minutes of a busy club: feedback follows its answer closely. */
const most = 1_000;

interface Recent extends Omit<AnswerRecord, 'data'> {
  readonly record: QueryRecord;
}

/** The newest records that this gateway committed, for whoever would otherwise look each of them up in the log. */
export class RecentRecords {
  private readonly recent = new LRUCache<string, Recent>({ max: most });

  /** Only for what is committed: whoever finds it here takes it for recorded. */
  add(recent: Recent): void {
    this.recent.set(recent.record.ask.answerId, recent);
  }

  /** As the log has it. */
  get(answerId: string): AnswerRecord | undefined {
    const recent = this.recent.get(answerId);
    if (!recent) return undefined;
    const { record, ...about } = recent;
    return { ...about, data: { ...givenIn(record), ...askedIn(record) } };
  }
}
