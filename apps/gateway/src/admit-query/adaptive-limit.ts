/** Milliseconds after which what was seen is judged, if there is enough of it. */
const judgeEveryMs = 100;
const fewestSamples = 5;
/**
 * Never fewer at a time than this, so that one slow part does not close the door: a thousand answers a second that take 50 ms
 * each, most of them from memory, are 50 at a time.
 */
const usualFewest = 64;
/** Let in at a time before anything was seen. All of a first rush begin at once, on one thread: a millisecond of work each. */
const atFirst = 64;
/**
 * What a short delay heaps up after a calm is soon done: so many times the limit may be inside for so many milliseconds. It is
 * calm when there was room for so long.
 */
const rush = { times: 2, milliseconds: 100, afterMs: 100 };
/** Times the limit that are too many for anything that is not certainly an emergency: one beyond a rush. */
const crowd = 3;
/** More by a tenth while all that are let in are there and it goes well; fewer in proportion when it does not. */
const more = 1.1;
const leastLess = 0.9;
const mostLess = 0.5;
/**
 * Milliseconds by which the process may be late with whatever comes to it, refusals too; the queuing time from which WeChat's
 * services count as overloaded (Zhou et al. 2018, "Overload Control for Scaling WeChat Microservices").
 */
export const usualMostDelayMs = 20;

export interface LimitOptions {
  /** The most at a time, however well it goes. */
  readonly most: number;
  /** Never fewer at a time than this, 64 where it is not said. */
  readonly fewest?: number;
  /** Milliseconds that half of them may take. */
  readonly targetMs: number;
  /** By how many milliseconds the process is late now, and may be: 20 where it is not said. */
  readonly delayMs?: () => number;
  readonly mostDelayMs?: number;
  /** Milliseconds. */
  readonly now?: () => number;
}

const medianOf = (values: number[]): number => values.sort((one, other) => one - other)[values.length >> 1]!;

/**
 * How many may be worked on at a time so that half of them are done within a target and the process keeps up, found from how
 * long they take and how late it is: the capacity need not be known, and what is beyond it is turned away instead of making
 * everybody wait.
 */
export class AdaptiveLimit {
  private limit: number;
  private inside = 0;
  /** The most that were inside since the last judgement. */
  private highest = 0;
  private took: number[] = [];
  private judgedAt: number;
  /** When there was no room the last time. */
  private fullAt = -Infinity;
  private rushUntil = -Infinity;
  private readonly now: () => number;
  /** Milliseconds by which the process may be late. */
  readonly mostDelayMs: number;

  constructor(private readonly options: LimitOptions) {
    this.mostDelayMs = options.mostDelayMs ?? usualMostDelayMs;
    this.now = options.now ?? (() => performance.now());
    this.limit = Math.min(atFirst, options.most);
    this.judgedAt = this.now();
  }

  /** How many are let in at a time now, and how many are inside. */
  get state(): { readonly limit: number; readonly inside: number } {
    return { limit: Math.floor(this.limit), inside: this.inside };
  }

  /** Whether the process is later than it may be. */
  get late(): boolean {
    return this.lateness > 1;
  }

  get full(): boolean {
    if (this.hasRoom) return false;
    const most = Math.min(rush.times * Math.floor(this.limit), this.options.most);
    return this.inside >= most || this.now() >= this.rushUntil;
  }

  /** Whether so many are inside that even what may be an emergency is turned away. */
  get crowded(): boolean {
    return this.inside >= crowd * Math.floor(this.limit);
  }

  private get hasRoom(): boolean {
    return this.inside < Math.floor(this.limit);
  }

  /** Counts one more, also beyond the limit: whoever may not be turned away counts like the others. */
  enter(): void {
    this.inside += 1;
    this.highest = Math.max(this.highest, this.inside);
    if (this.hasRoom) return;
    const now = this.now();
    if (now - this.fullAt >= rush.afterMs) this.rushUntil = now + rush.milliseconds;
    this.fullAt = now;
  }

  leave(): void {
    if (!this.hasRoom) this.fullAt = this.now();
    this.inside -= 1;
  }

  /** What one that is done took, in milliseconds. */
  seen(milliseconds: number): void {
    this.took.push(milliseconds);
    const now = this.now();
    if (this.took.length < fewestSamples || now - this.judgedAt < judgeEveryMs) return;
    this.judge();
    this.judgedAt = now;
    this.took = [];
    this.highest = this.inside;
  }

  /** How late the process is, as a share of what it may be. */
  private get lateness(): number {
    const { delayMs = () => 0 } = this.options;
    return delayMs() / this.mostDelayMs;
  }

  private judge(): void {
    const { most, fewest = usualFewest, targetMs } = this.options;
    const strain = Math.max(medianOf(this.took) / targetMs, this.lateness);
    if (strain > 1) {
      // Fewer than the limit were enough to make it slow.
      const slow = Math.min(this.limit, this.highest);
      this.limit = Math.max(fewest, slow * Math.min(leastLess, Math.max(mostLess, 1 / strain)));
      this.rushUntil = -Infinity;
      this.fullAt = this.now();
    } else if (this.highest >= Math.floor(this.limit)) this.limit *= more;
    this.limit = Math.min(this.limit, most);
  }
}
