import type { GroupCommit } from '#event-store';
import type { Call } from '#platform/messaging';
import type { QueryRecord } from './query-record.js';
import type { QueryRecorder } from './query-recorder.js';

/**
 * Records as the recorder does, and has nobody wait in vain: while the database is known to be away an answer goes out at
 * once, and one to an emergency is never held for long. The record is written all the same, when it can be.
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
    if (record.decision.emergency === null) return recording;
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => resolve('late'), this.emergencyWithinMs);
    try {
      const first = await Promise.race([recording, late]);
      return first === 'late' ? this.behind(recording) : first;
    } finally {
      clearTimeout(timer);
    }
  }

  private behind(recording: Promise<boolean>): false {
    recording.catch(this.onProblem);
    return false;
  }
}
