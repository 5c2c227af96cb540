import type { GroupCommit } from '#event-store';
import type { Call } from '#platform/messaging';
import { late, orLate } from '../or-late.js';
import type { QueryRecord } from './query-record.js';
import type { QueryRecorder } from './query-recorder.js';

/** Milliseconds before the deadline at which a reply goes out at the latest, to be there by then. */
const replyMs = 20;

/**
 * Records as the recorder does, and has nobody wait in vain: while the database is known to be away an answer goes out at
 * once, none is held beyond its deadline, and one to an emergency never for long. The record is written all the same, when it
 * can be.
 */
export class RecordInTime implements Pick<QueryRecorder, 'record'> {
  constructor(
    private readonly recorder: Pick<QueryRecorder, 'record'>,
    private readonly commits: Pick<GroupCommit, 'statistics'>,
    /** Told of a record that was refused after its answer had gone out. */
    private readonly onProblem: (problem: unknown) => void,
    /** Milliseconds that an answer to an emergency waits for its record. */
    private readonly emergencyWithinMs: number,
  ) {}

  /** @returns whether the record is committed; false where that is not known yet */
  async record(record: QueryRecord, call: Call): Promise<boolean> {
    const { away } = this.commits.statistics();
    const recording = this.recorder.record(record, call);
    if (away) return this.behind(recording);
    const first = await orLate(recording, this.patience(record, call));
    return first === late ? this.behind(recording) : first;
  }

  /** Milliseconds that the answer may wait. */
  private patience({ decision }: QueryRecord, { deadline }: Call): number {
    const left = Math.max(0, deadline.remaining() - replyMs);
    return decision.emergency === null ? left : Math.min(left, this.emergencyWithinMs);
  }

  private behind(recording: Promise<boolean>): false {
    recording.catch(this.onProblem);
    return false;
  }
}
