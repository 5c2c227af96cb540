import type { Logger } from '#platform/logging';
import { GroupCommit, type EventStore } from '#event-store';
import { systemClock } from '#kernel';
import type { Patience } from './patience.js';
import { RecordFeedback } from './record-feedback/record-feedback.js';
import type { AnswerRecords } from './record-query/answer-records.js';
import { QueryRecorder } from './record-query/query-recorder.js';
import { RecentRecords } from './record-query/recent-records.js';
import { RecordInTime } from './record-query/record-in-time.js';

export interface RecordingParts {
  readonly events: EventStore;
  readonly records: AnswerRecords;
  readonly logger: Logger;
  readonly patience: Patience;
}

/** What writes down answers, and what was thought of them, in commits that they share. */
export function openRecording({ events, records, logger, patience }: RecordingParts) {
  const commits = new GroupCommit(events, {
    commitTimeoutMs: patience.commitMs,
    onRefused: ({ stream }, reason) => logger.error({ stream, err: reason }, 'a delayed record was refused by the log'),
  });
  const recent = new RecentRecords();
  const recorder = new QueryRecorder(commits, systemClock, recent);
  const inTime = new RecordInTime(
    recorder,
    commits,
    (error) => logger.error({ err: error }, 'a delayed record was refused by the log'),
    patience.emergencyCommitMs,
  );
  return { commits, recorder, inTime, feedback: new RecordFeedback(records, recent, commits, patience.feedbackMs) };
}
