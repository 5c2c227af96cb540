import type { QueryRequest, QueryStreamPart } from '#contracts';
import { fail } from '#kernel';
import type { Logger } from '#platform/logging';
import type { Call } from '#platform/messaging';
import type { AnswerQuery } from '../answer-query/answer-query.js';
import { AnswerLog } from './answer-log.js';

/** Said in `degraded` of an answer whose parts Redis did not take: only the gateway that gave it can resume it. */
const resumesHereOnly = 'resume-here-only';

type Start = Extract<QueryStreamPart, { type: 'answer-start' }>;

/** The work on one answer, whose parts go into its log, however many clients read it and whether any does. */
export class AnswerWork {
  readonly log: AnswerLog;
  private isCut = false;

  private constructor(
    private readonly parts: AsyncGenerator<QueryStreamPart>,
    readonly start: Start,
    private readonly stopping: AbortController,
  ) {
    this.log = new AnswerLog(start.answerId);
  }

  /**
   * Routes the question; nobody is asked before `run`.
   * @throws FailureError for a question that is refused
   */
  static async begin(answerQuery: Pick<AnswerQuery, 'answer'>, request: QueryRequest, call: Call): Promise<AnswerWork> {
    const stopping = new AbortController();
    const parts = answerQuery.answer(request, { ...call, signal: stopping.signal });
    const first = await parts.next();
    if (first.done || first.value.type !== 'answer-start')
      throw fail('internal', 'Something broke on our side.', 'no answer-start came');
    return new AnswerWork(parts, first.value, stopping);
  }

  /** Whether the question is answered as an emergency. */
  get urgent(): boolean {
    return this.start.route.method === 'emergency';
  }

  /** Nobody works on it. */
  async refuse(): Promise<void> {
    await this.parts.return(undefined);
  }

  /** Whoever asked left: the work stops, and what it still says is for the record only. */
  cut(): void {
    this.isCut = true;
    this.stopping.abort();
  }

  /** Ends it now, with what there is and why there is no more. */
  hurry(): void {
    this.stopping.abort(fail('unavailable', 'This gateway is stopping.'));
  }

  /** Works until it is recorded. @param isBehind whether other gateways lack some of it */
  async run(isBehind: () => boolean, logger: Logger): Promise<void> {
    this.log.append(this.start);
    try {
      for await (const part of this.parts) {
        if (!this.isCut) this.log.append(isBehind() ? marked(part) : part);
      }
    } catch (error) {
      logger.error({ err: error, traceId: this.start.traceId }, 'an answer broke off');
    } finally {
      this.log.finish(this.isCut ? 'cut' : 'lost');
    }
  }
}

const marked = (part: QueryStreamPart): QueryStreamPart =>
  part.type === 'answer-end' ? { ...part, degraded: [...part.degraded, resumesHereOnly] } : part;
