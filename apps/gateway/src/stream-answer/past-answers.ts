import { queryAnsweredSchema, type Club, type QueryAnswered, type QueryResponse } from '#contracts';
import { emergencyNotice } from '../answer-query/emergency-notice.js';
import type { AnswerRecords } from '../record-query/answer-records.js';

/** Answers as the log of events has them: for ever, but only when they are over. */
export class PastAnswers {
  constructor(
    private readonly club: Club,
    private readonly records: Pick<AnswerRecords, 'find'>,
  ) {}

  /**
   * The whole answer, for who asked for it.
   * @returns undefined where nothing is recorded, or somebody else asked
   * @throws FailureError `unavailable` while the database is away
   */
  async find(principal: string, answerId: string): Promise<QueryResponse | undefined> {
    const record = await this.records.find(answerId);
    if (record?.actor !== principal) return undefined;
    const recorded = queryAnsweredSchema.parse(record.data);
    const { outcome, assistant, answer, sources, confidence, route, cache, degraded, timings } = recorded;
    return {
      answerId,
      traceId: record.traceId,
      outcome,
      assistant,
      answer,
      sources,
      confidence,
      route,
      emergency: this.noticeOf(recorded),
      cache,
      degraded,
      timings,
    };
  }

  private noticeOf({ emergency, site }: QueryAnswered): QueryResponse['emergency'] {
    if (emergency?.certainty !== 'suspected') return null;
    const { kind, likelihood, told } = emergency;
    const danger = { certainty: emergency.certainty, kind: kind ?? 'unspecified', likelihood: likelihood ?? 0 };
    return emergencyNotice(this.club, { danger, emergency: null, told }, site);
  }
}
