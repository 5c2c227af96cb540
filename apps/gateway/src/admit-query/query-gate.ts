import { queryRequestSchema } from '#contracts';
import { fail, type FailureError } from '#kernel';
import type { QueryRecorder } from '../record-query/query-recorder.js';
import { sanitise } from '../answer-query/sanitise.js';
import { AdaptiveLimit, type LimitOptions } from './adaptive-limit.js';

/** What the gate did since the start, and what is let in at a time now. */
export interface GateStatistics {
  readonly inFlight: number;
  readonly limit: number;
  readonly admitted: number;
  /** Let in beyond the limit, because they may be an emergency. */
  readonly urgent: number;
  readonly refused: number;
}

/** Milliseconds after a refusal in which the gate counts as refusing. */
const recently = 5000;

/**
 * Lets in no more questions than can be answered soon; the others are turned away at once, before any work, and told to come
 * again. Whatever may be an emergency is let in however many are inside.
 */
export class QueryGate {
  private readonly limit: AdaptiveLimit;
  private readonly now: () => number;
  private admitted = 0;
  private urgent = 0;
  private refused = 0;
  private refusedAt = -Infinity;

  /** @param mayBeEmergency of a text; exact, so that nothing is let in for less, and cheap where it plainly is none */
  constructor(
    private readonly mayBeEmergency: (query: string) => boolean,
    options: LimitOptions,
  ) {
    this.limit = new AdaptiveLimit(options);
    this.now = options.now ?? (() => performance.now());
  }

  /**
   * @param body of the request, as it was sent
   * @returns to be called when it is answered
   * @throws FailureError `overloaded`
   */
  enter(body: unknown): () => void {
    this.check(body);
    this.limit.enter();
    let left = false;
    return () => {
      if (!left) this.limit.leave();
      left = true;
    };
  }

  /** As `enter`, for what is counted elsewhere while it lasts. @throws FailureError `overloaded` */
  check(body: unknown): void {
    if (!this.limit.full) {
      this.admitted += 1;
      return;
    }
    if (!this.isUrgent(body)) throw this.refusal();
    this.urgent += 1;
  }

  /** The same recorder; how long its queries took tells the gate how many may come. The time a model took is its own. */
  watching(recorder: Pick<QueryRecorder, 'record'>): Pick<QueryRecorder, 'record'> {
    return {
      record: async (record, call) => {
        const begun = this.now();
        const stored = await recorder.record(record, call);
        const { total = 0, compose = 0 } = record.timings;
        this.limit.seen(total - compose + this.now() - begun);
        return stored;
      },
    };
  }

  statistics(): GateStatistics {
    const { limit, inside } = this.limit.state;
    return { inFlight: inside, limit, admitted: this.admitted, urgent: this.urgent, refused: this.refused };
  }

  /** Throws while questions are turned away. */
  mustLetIn(): void {
    if (this.now() - this.refusedAt < recently)
      throw new Error(`more is asked than can be answered: ${this.refused} questions were turned away since the start`);
  }

  private refusal(): FailureError {
    this.refused += 1;
    this.refusedAt = this.now();
    return fail('overloaded', 'More is asked right now than can be answered soon: ask again in a moment.');
  }

  private isUrgent(body: unknown): boolean {
    if (typeof body !== 'object' || body === null) return false;
    const { query, emergency } = body as { query?: unknown; emergency?: unknown };
    if (emergency === true) return true;
    const read = queryRequestSchema.shape.query.safeParse(query);
    return read.success && this.mayBeEmergency(sanitise(read.data));
  }
}
