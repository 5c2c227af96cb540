import type { Club } from '#contracts';
import { createSharedLog } from '#platform/cache';
import type { Logger } from '#platform/logging';
import type { MessageBus } from '#platform/messaging';
import type { AnswerQuery } from './answer-query/answer-query.js';
import type { Patience } from './patience.js';
import type { GatewaySettings } from './settings.js';
import { OpenStreams } from './stream-answer/open-streams.js';
import type { AnswerRecords } from './record-query/answer-records.js';
import { PastAnswers } from './stream-answer/past-answers.js';
import { SharedAnswers } from './stream-answer/shared-answers.js';
import { StopAnswer } from './stream-answer/stop-answer.js';
import { StreamAnswers } from './stream-answer/stream-answers.js';

interface Means {
  readonly club: Club;
  readonly records: AnswerRecords;
  readonly bus: MessageBus;
  readonly answerQuery: AnswerQuery;
  readonly logger: Logger;
  readonly patience: Patience;
}

/** The streaming of answers, and what it shares with the other gateways. */
export interface Streaming {
  readonly streams: StreamAnswers;
  readonly stopAnswer: StopAnswer;
  readonly shared: SharedAnswers;
}

export function openStreaming(
  settings: GatewaySettings,
  { club, records, bus, answerQuery, logger, patience }: Means,
): Streaming {
  const log = createSharedLog({
    url: settings.REDIS_URL,
    commandTimeoutMs: patience.sharedLogMs,
    onProblem: (error) =>
      logger.warn({ err: error }, 'Redis is away: streams can be resumed at their own gateway only'),
  });
  const shared = new SharedAnswers(log, settings.ANSWER_DEADLINE_MS);
  const open = new OpenStreams({ all: settings.MAX_STREAMS, perKey: settings.MAX_STREAMS_PER_KEY });
  const times = {
    heartbeatMs: settings.STREAM_HEARTBEAT_MS,
    patienceMs: settings.STREAM_PATIENCE_MS,
    drainMs: settings.STREAM_DRAIN_MS,
  };
  const past = new PastAnswers(club, records);
  const streams = new StreamAnswers(answerQuery, shared, past, open, times, logger);
  const stopAnswer = new StopAnswer(streams, bus);
  stopAnswer.listen();
  return { shared, streams, stopAnswer };
}
