import { integrationEvents, type FeedbackGiven, type FeedbackRequest, type Principal } from '#contracts';
import { streamOf, type GroupCommit } from '#event-store';
import { Deadline, fail, toFailure, uuidV7 } from '#kernel';
import { redact } from '../answer-query/redact.js';
import { sanitise } from '../answer-query/sanitise.js';
import { late, orLate } from '../or-late.js';
import type { AnswerRecord, AnswerRecords } from '../record-query/answer-records.js';
import type { RecentRecords } from '../record-query/recent-records.js';

export interface Recorded {
  readonly feedbackId: string;
  readonly traceId: string;
}

/** Writes down what an asker thought of an answer. What is made of it is decided by whoever reads the log. */
export class RecordFeedback {
  constructor(
    private readonly records: Pick<AnswerRecords, 'find'>,
    private readonly recent: Pick<RecentRecords, 'get'>,
    private readonly commits: Pick<GroupCommit, 'append' | 'statistics'>,
    /** Milliseconds the log has to say whether the answer exists, and again to commit, before it counts as away. */
    private readonly patienceMs: number,
  ) {}

  /**
   * @returns the feedback's id, once it is committed, and the trace it stands in: that of the answer, so that one trace
   * tells the whole story; that of the request where the answer's own record still waits for the database
   * @throws FailureError `not-found` for an answer that was never given, `unavailable` while the database is away
   */
  async record(request: FeedbackRequest, principal: Principal, traceId: string): Promise<Recorded> {
    const statistics = this.commits.statistics();
    if (statistics.away) throw away();
    const answered = await this.recordOf(request.answerId, statistics.spooled > 0);
    const feedbackId = uuidV7();
    const data: FeedbackGiven = {
      feedbackId,
      answerId: request.answerId,
      helpful: request.helpful,
      reason: request.reason ?? null,
      comment: request.comment === undefined ? null : redact(sanitise(request.comment)),
      about: answered ? aboutAnswer(answered) : null,
    };
    const type = 'feedback-given';
    const event = {
      type,
      version: integrationEvents[type].version,
      data,
      actor: principal.id,
      traceId: answered?.traceId ?? traceId,
      ...(answered ? { causationId: answered.id } : {}),
      ...(answered?.correlationId ? { correlationId: answered.correlationId } : {}),
      metadata: { requestTraceId: traceId },
    };
    await this.inTime(this.commits.append(streamOf('feedback', feedbackId), 'no-stream', [event]));
    return { feedbackId, traceId: event.traceId };
  }

  /** While records still wait for the database, an answer that is not found may be one of them, so it is let through. */
  private async recordOf(answerId: string, recordsWait: boolean): Promise<AnswerRecord | undefined> {
    const recorded = this.recent.get(answerId) ?? (await this.lookUp(answerId));
    if (recorded || recordsWait) return recorded;
    throw fail('not-found', 'There is no answer with this id. Send the answerId that came with the answer.');
  }

  private async lookUp(answerId: string): Promise<AnswerRecord | undefined> {
    try {
      return await this.records.find(answerId, { deadline: Deadline.in(this.patienceMs) });
    } catch (error) {
      // A database that is too slow to be asked is away, for whoever waits to be told.
      throw toFailure(error).retryable ? away() : error;
    }
  }

  /** @throws FailureError `unavailable` when it takes too long; it may be committed later, unacknowledged */
  private async inTime(committing: Promise<unknown>): Promise<void> {
    const first = await orLate(committing, this.patienceMs).catch((error: unknown) => {
      throw toFailure(error).retryable ? unsure() : error;
    });
    if (first !== late) return;
    // Whatever becomes of it now, its sender is told to send it again.
    committing.catch(() => undefined);
    throw unsure();
  }
}

const wasRouted = new Set<string>(['keyword', 'semantic', 'merged']);
const wasAnswered = new Set<string>(['answered', 'degraded']);

/** What the router may learn of an answer. A record of before these fields says nothing of the kind, and teaches nothing. */
function aboutAnswer({ data, actor }: AnswerRecord): FeedbackGiven['about'] {
  const read = integrationEvents['query-answered'].schema.safeParse(data);
  if (!read.success) return null;
  const { query, asker, assistant, chosen, emergency, route, outcome, meant = null } = read.data;
  // What was read with something else says nothing of its own words.
  const alone = chosen === null && emergency === null && meant === null;
  const routed = alone && assistant !== null && wasRouted.has(route.method) && wasAnswered.has(outcome);
  return { query, asker, actor, assistant, routed };
}

const away = () =>
  fail('unavailable', 'Feedback cannot be kept right now. Nothing was recorded; please send it again.');

/** Sent twice it does no harm: of several pieces by one asker on one answer the last counts. */
const unsure = () =>
  fail('unavailable', 'Feedback cannot be kept right now. It is not sure that it was recorded; please send it again.');
