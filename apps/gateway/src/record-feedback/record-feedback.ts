import { integrationEvents, type FeedbackGiven, type FeedbackRequest, type Principal } from '#contracts';
import type { EventStore } from '#event-store';
import { fail, FailureError, uuidV7 } from '#kernel';
import { queryStream } from '../answer-query/query-recorder.js';
import { redact } from '../answer-query/redact.js';
import { sanitise } from '../answer-query/sanitise.js';

/** Writes down what an asker thought of an answer. What is made of it is decided by whoever reads the log. */
export class RecordFeedback {
  constructor(
    private readonly events: Pick<EventStore, 'append' | 'readStream'>,
    /** Whether traces of answers already given are still on their way into the log. */
    private readonly tracesDelayed: () => boolean,
  ) {}

  /**
   * @returns the feedback's id, once it is committed
   * @throws FailureError `not-found` for an answer that was never given, `unavailable` while the database is away
   */
  async record(request: FeedbackRequest, principal: Principal, traceId: string): Promise<string> {
    await this.mustExist(request.answerId);
    const feedbackId = uuidV7();
    const data: FeedbackGiven = {
      feedbackId,
      answerId: request.answerId,
      helpful: request.helpful,
      reason: request.reason ?? null,
      comment: request.comment === undefined ? null : redact(sanitise(request.comment)),
    };
    const type = 'feedback-given';
    const event = { type, version: integrationEvents[type].version, data, actor: principal.id, traceId };
    const result = await this.events.append(`feedback-${feedbackId}`, 'no-stream', [event]);
    if (!result.ok) throw new FailureError(result.error);
    return feedbackId;
  }

  private async mustExist(answerId: string): Promise<void> {
    const history = await this.events.readStream(queryStream(answerId));
    if (history.length > 0 || this.tracesDelayed()) return;
    throw fail('not-found', 'There is no answer with this id. Send the answerId that came with the answer.');
  }
}
