import { queryRequestSchema } from '#contracts';
import { sanitise } from '../answer-query/sanitise.js';
import type { QueryRecorder } from '../record-query/query-recorder.js';
import { AdaptiveLimit, type LimitOptions } from './adaptive-limit.js';
import { AnsweredLately } from './answered-lately.js';

/** What the gate did since the start, and what is let in at a time now. */
export interface GateStatistics {
  readonly inFlight: number;
  readonly limit: number;
  readonly admitted: number;
  /** Let in beyond the limit, because they may be an emergency. */
  readonly urgent: number;
  /** Let in beyond the limit, because their answers are in memory. */
  readonly repeated: number;
  readonly refused: number;
}

/** A question as it came, with nothing of it checked. */
export interface Knock {
  readonly body: unknown;
  readonly authorization: string | undefined;
}

export interface GateParts {
  /** Whether a text may be an emergency: exact, so that nothing is let in for less, and cheap. */
  readonly mayBeEmergency: (query: string) => boolean;
  /** Whether what was sent as `Authorization` is a key that is known, told at once. */
  readonly isKey: (authorization: string | undefined) => boolean;
  /** By how many milliseconds the process is late now. */
  readonly delayMs: () => number;
}

/** Milliseconds after a refusal in which the gate counts as refusing. */
const recently = 5000;

/**
 * Lets in no more questions than can be answered soon; the others are turned away at once, before any work, and told to come
 * again. Whatever may be an emergency is let in however many are inside, and so is, while the process keeps up, what was
 * answered from memory lately: that costs no more than turning it away.
 */
export class QueryGate {
  private readonly limit: AdaptiveLimit;
  private readonly lately = new AnsweredLately();
  private readonly now: () => number;
  private readonly count = { admitted: 0, urgent: 0, repeated: 0, refused: 0 };
  private refusedAt = -Infinity;

  constructor(
    private readonly parts: GateParts,
    options: LimitOptions,
  ) {
    this.limit = new AdaptiveLimit({ ...options, delayMs: parts.delayMs });
    this.now = options.now ?? (() => performance.now());
  }

  /** @returns to be called when it is answered; null where it is turned away */
  enter(knock: Knock): (() => void) | null {
    if (!this.check(knock)) return null;
    this.limit.enter();
    let left = false;
    return () => {
      if (!left) this.limit.leave();
      left = true;
    };
  }

  /** As `enter`, for what is counted elsewhere while it lasts. @returns whether it is let in */
  check(knock: Knock): boolean {
    const verdict = this.limit.full ? this.judge(knock) : 'admitted';
    this.count[verdict] += 1;
    if (verdict === 'refused') this.refusedAt = this.now();
    return verdict !== 'refused';
  }

  /**
   * The same recorder; how long its queries took tells the gate how many may come. The time a model took is its own, and an
   * answer from memory says nothing of how long the others take.
   */
  watching(recorder: Pick<QueryRecorder, 'record'>): Pick<QueryRecorder, 'record'> {
    return {
      record: async (record, call) => {
        const begun = this.now();
        const stored = await recorder.record(record, call);
        if (record.cache !== null) {
          this.lately.add(record.ask);
          return stored;
        }
        const { total = 0, compose = 0 } = record.timings;
        this.limit.seen(total - compose + this.now() - begun);
        return stored;
      },
    };
  }

  statistics(): GateStatistics {
    const { limit, inside } = this.limit.state;
    return { inFlight: inside, limit, ...this.count };
  }

  /** Throws while questions are turned away. */
  mustLetIn(): void {
    if (this.now() - this.refusedAt < recently)
      throw new Error(
        `more is asked than can be answered: ${this.count.refused} questions were turned away since the start`,
      );
  }

  private judge({ body, authorization }: Knock): 'urgent' | 'repeated' | 'refused' {
    if (typeof body !== 'object' || body === null) return 'refused';
    const asked = body as Readonly<Record<string, unknown>>;
    if (asked['emergency'] === true) return 'urgent';
    const read = queryRequestSchema.shape.query.safeParse(asked['query']);
    if (!read.success) return 'refused';
    const query = sanitise(read.data);
    if (this.isRepeated(asked, query) && this.parts.isKey(authorization)) return 'repeated';
    return this.parts.mayBeEmergency(query) ? 'urgent' : 'refused';
  }

  /** The key is looked at as well: to strangers it would say what others asked. */
  private isRepeated({ site, asker = 'staff', ...more }: Readonly<Record<string, unknown>>, query: string): boolean {
    if (Object.keys(more).some((name) => name !== 'query')) return false;
    if (asker !== 'staff' && asker !== 'member') return false;
    if (site !== undefined && typeof site !== 'string') return false;
    return this.lately.has({ query, asker, site }) && !this.limit.late;
  }
}
