import { queryRequestSchema } from '#contracts';
import type { Danger } from '../answer-query/decision.js';
import { sanitise } from '../answer-query/sanitise.js';
import type { QueryRecorder } from '../record-query/query-recorder.js';
import { AdaptiveLimit, type LimitOptions } from './adaptive-limit.js';
import { AnsweredLately } from './answered-lately.js';

/** What the gate did since the start, and what is let in at a time now. */
export interface GateStatistics {
  readonly inFlight: number;
  readonly limit: number;
  readonly admitted: number;
  /** Let in beyond the limit or after a wait, because they are or may be an emergency. */
  readonly urgent: number;
  /** The same, because their answers are in memory. */
  readonly repeated: number;
  readonly refused: number;
}

/** A question as it came, with nothing of it checked. */
export interface Knock {
  readonly body: unknown;
  readonly authorization: string | undefined;
  /** Milliseconds that it has waited to be heard. */
  readonly waitedMs: number;
}

/** A question that is turned away. */
export interface TurnedAway {
  /** What is suspected and not certain of it; null where there is nothing to ask, or nobody known to be told. */
  readonly suspicion: Danger | null;
}

export interface GateParts {
  /** What a text says of danger: exact, so that nothing is let in for less, and cheap. */
  readonly dangerIn: (query: string) => Danger | null;
  /** Whether what was sent as `Authorization` is a key that is known, told at once. */
  readonly isKey: (authorization: string | undefined) => boolean;
  /** By how many milliseconds the process is late now. */
  readonly delayMs: () => number;
}

/** Milliseconds after a refusal in which the gate counts as refusing. */
const recently = 5000;

/** Times the wait after which others are turned away that what may be an emergency is let in. */
const suspectedWait = 5;

/** Whether its asker says that it is an emergency. */
export const isToldEmergency = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'emergency' in body && body.emergency === true;

type Verdict = 'admitted' | 'urgent' | 'repeated' | TurnedAway;

const refused: TurnedAway = { suspicion: null };

/**
 * Lets in no more questions than can be answered soon; the others are turned away before any work, and told to come again. An
 * emergency is let in however many are inside, and what may be one until they are three times the limit or it waited for long;
 * so is, while the process keeps up, what was answered from memory lately: answering it costs no more than turning it away.
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

  /** Whether whoever comes now has to have a reason to be let in. */
  get isFull(): boolean {
    return this.limit.full;
  }

  /** @returns what is to be called when it is answered, where it is let in */
  enter(knock: Knock): (() => void) | TurnedAway {
    const turnedAway = this.check(knock);
    if (turnedAway) return turnedAway;
    this.limit.enter();
    let left = false;
    return () => {
      if (!left) this.limit.leave();
      left = true;
    };
  }

  /**
   * Milliseconds after which who waited to be heard is not let in, even where there is room by now: while more knock than can be
   * heard, all that the process can do is needed to tell them so.
   */
  private get mostWaitMs(): number {
    return this.limit.mostDelayMs;
  }

  /** As `enter`, for what is counted elsewhere while it lasts. @returns null where it is let in */
  check(knock: Knock): TurnedAway | null {
    const verdict = this.limit.full || knock.waitedMs > this.mostWaitMs ? this.judge(knock) : 'admitted';
    if (typeof verdict === 'string') {
      this.count[verdict] += 1;
      return null;
    }
    this.count.refused += 1;
    this.refusedAt = this.now();
    return verdict;
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

  private judge({ body, authorization, waitedMs }: Knock): Verdict {
    if (isToldEmergency(body)) return 'urgent';
    if (typeof body !== 'object' || body === null) return refused;
    const asked = body as Readonly<Record<string, unknown>>;
    const read = queryRequestSchema.shape.query.safeParse(asked['query']);
    if (!read.success) return refused;
    const query = sanitise(read.data);
    if (this.isRepeated(asked, query) && this.parts.isKey(authorization)) return 'repeated';
    const danger = this.parts.dangerIn(query);
    if (danger === null) return refused;
    if (danger.certainty === 'certain') return 'urgent';
    // Whoever was asked and said no is not asked again.
    if (asked['emergency'] === false) return refused;
    if (!this.limit.crowded && waitedMs <= suspectedWait * this.mostWaitMs) return 'urgent';
    // The card has addresses and a phone number on it.
    return this.parts.isKey(authorization) ? { suspicion: danger } : refused;
  }

  /** The key is looked at as well: to strangers it would say what others asked. */
  private isRepeated({ site, asker = 'staff', ...more }: Readonly<Record<string, unknown>>, query: string): boolean {
    if (Object.keys(more).some((name) => name !== 'query')) return false;
    if (asker !== 'staff' && asker !== 'member') return false;
    if (site !== undefined && typeof site !== 'string') return false;
    return this.lately.has({ query, asker, site }) && !this.limit.late;
  }
}
