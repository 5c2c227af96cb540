import { Histogram, type HistogramJson } from './histogram.js';
import type { HttpReply } from './http-reply.js';

/** What became of a request. `other` are whole answers that ask back, hand over, degrade or refuse as none of the club's business. */
export const fates = ['answered', 'other', 'recorded', 'refused', 'failed', 'unreachable'] as const;
export type Fate = (typeof fates)[number];

const textAfter = (body: Buffer, name: string, length?: number): string | null => {
  const mark = `"${name}":"`;
  const at = body.indexOf(mark);
  if (at === -1) return null;
  const start = at + mark.length;
  return body.toString('latin1', start, length === undefined ? body.indexOf('"', start) : start + length);
};

const uuidLength = 36;
export const answerIdIn = (body: Buffer): string | null => textAfter(body, 'answerId', uuidLength);
export const feedbackIdIn = (body: Buffer): string | null => textAfter(body, 'feedbackId', uuidLength);

/** `refused` is only what said when to come again: 429 or 503 with `Retry-After`. */
export function fateOf(reply: HttpReply | Error): Fate {
  if (reply instanceof Error) return 'unreachable';
  const { status, retryAfter, body } = reply;
  if (status === 202) return 'recorded';
  if (status === 200) return textAfter(body, 'outcome') === 'answered' ? 'answered' : 'other';
  return (status === 429 || status === 503) && retryAfter !== null ? 'refused' : 'failed';
}

/** What happened within one second of a run. */
export interface Second {
  /** Seconds since the start. */
  readonly at: number;
  readonly due: number;
  /** Replies to questions that were not refused; of these, whole answers that were no escape. */
  readonly done: number;
  readonly answered: number;
  readonly refused: number;
  /** Milliseconds; null where nothing was done. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  /** Requests that waited for a connection at its end, and those that were on their way. */
  readonly queued: number;
  readonly open: number;
}

/** Everything counted of one run of requests, as plain data. */
export interface TallyJson {
  readonly fates: Readonly<Record<Fate, number>>;
  /** From when a question was due until its answer was there. */
  readonly asks: HistogramJson;
  /** The same of feedback. */
  readonly feedback: HistogramJson;
  /** From when a refused request was sent until the refusal was there. */
  readonly refusals: HistogramJson;
  /** From when a request was due until it was sent. */
  readonly late: HistogramJson;
  readonly seconds: readonly Second[];
  /** Statuses and errors of what failed, with how many. */
  readonly problems: Readonly<Record<string, number>>;
}

/** Counts what becomes of requests; times in milliseconds. */
export class Tally {
  private readonly fates = Object.fromEntries(fates.map((fate) => [fate, 0])) as Record<Fate, number>;
  private readonly asks = new Histogram();
  private readonly feedback = new Histogram();
  private readonly refusals = new Histogram();
  private readonly late = new Histogram();
  private readonly seconds: Second[] = [];
  private readonly problems: Record<string, number> = {};
  private ofSecond = new Histogram();
  private readonly countsOfSecond = { due: 0, answered: 0, refused: 0 };

  due(): void {
    this.countsOfSecond.due += 1;
  }

  /** @returns what became of it */
  add(kind: 'ask' | 'feedback', reply: HttpReply | Error, times: { due: number; sent: number; done: number }): Fate {
    const fate = fateOf(reply);
    const took = times.done - times.due;
    this.fates[fate] += 1;
    this.late.add(times.sent - times.due);
    if (fate === 'answered' || fate === 'refused') this.countsOfSecond[fate] += 1;
    if (fate === 'refused') this.refusals.add(times.done - times.sent);
    else if (fate === 'recorded') this.feedback.add(took);
    else if (kind === 'ask') {
      this.asks.add(took);
      this.ofSecond.add(took);
    }
    if (fate === 'failed' || fate === 'unreachable') {
      const problem = reply instanceof Error ? reply.message : `${kind} ${reply.status}`;
      this.problems[problem] = (this.problems[problem] ?? 0) + 1;
    }
    return fate;
  }

  endSecond(at: number, queued: number, open: number): Second {
    const { ofSecond, countsOfSecond: counts } = this;
    const of = (share: number): number | null => (ofSecond.count === 0 ? null : ofSecond.quantile(share));
    const second = { at, ...counts, done: ofSecond.count, p50: of(0.5), p95: of(0.95), p99: of(0.99), queued, open };
    this.seconds.push(second);
    this.ofSecond = new Histogram();
    Object.assign(counts, { due: 0, answered: 0, refused: 0 });
    return second;
  }

  toJSON(): TallyJson {
    const { fates, seconds, problems } = this;
    const histograms = { asks: this.asks, feedback: this.feedback, refusals: this.refusals, late: this.late };
    const entries = Object.entries(histograms).map(([name, histogram]) => [name, histogram.toJSON()]);
    return {
      fates,
      seconds,
      problems,
      ...(Object.fromEntries(entries) as Record<keyof typeof histograms, HistogramJson>),
    };
  }
}
