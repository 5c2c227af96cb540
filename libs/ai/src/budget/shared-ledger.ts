import { systemClock, type Clock } from '#kernel';
import type { BoundedCounters } from '#platform/cache';
import { dayOf, dollars, type Reservation, type SpendingLedger } from './spending-ledger.js';

/** Kept a day longer than it counts, for whoever looks. */
const twoDays = 2 * 24 * 60 * 60;

interface SharedLedgerOptions {
  /** Whose budget it is: an assistant's id. */
  readonly account: string;
  /** Millionths of a dollar a day. */
  readonly budget: number;
  readonly counters: Pick<BoundedCounters, 'add' | 'fits'>;
  /** Told when something could not be given back; it stays spent. */
  readonly onProblem: (problem: unknown) => void;
  readonly clock?: Clock;
}

/**
 * One count for all replicas of an account, in Redis. While Redis is away nothing is spent. A Redis that came back empty is
 * told by each process what it has spent itself.
 */
export class SharedLedger implements SpendingLedger {
  private readonly clock: Clock;
  private day = '';
  /** What this process has spent of the day, reservations included. */
  private own = 0;
  private refused: { readonly day: string; readonly cost: number; readonly why: string } | undefined;

  constructor(private readonly options: SharedLedgerOptions) {
    this.clock = options.clock ?? systemClock;
  }

  get problem(): string | undefined {
    return this.refused?.day === dayOf(this.clock) ? this.refused.why : undefined;
  }

  async reserve(cost: number): Promise<Reservation | undefined> {
    const day = this.today();
    const added = await this.add(day, cost).catch((error: unknown) => {
      this.refused = { day, cost, why: 'nobody can say what was spent today: Redis does not answer' };
      throw error;
    });
    if (!added) {
      const why = `the budget of ${dollars(this.options.budget)} is used up until midnight UTC`;
      this.refused = { day, cost, why };
      return undefined;
    }
    this.refused = undefined;
    if (this.day === day) this.own += cost;
    return { settle: (actual) => void this.settle(day, actual - cost) };
  }

  async look(): Promise<void> {
    const { refused } = this;
    if (refused?.day !== dayOf(this.clock)) return;
    const { counters, budget: limit } = this.options;
    try {
      const fits = await counters.fits(this.keyOf(refused.day), refused.cost, {
        limit,
        floor: this.floorOf(refused.day),
      });
      if (fits && this.refused === refused) this.refused = undefined;
    } catch {
      // Still away: that is what `problem` says, and whoever reserves next is told.
    }
  }

  private async settle(day: string, difference: number): Promise<void> {
    if (difference === 0) return;
    try {
      // What it cost more has been spent, whatever the limit.
      await this.add(day, difference, Number.MAX_SAFE_INTEGER);
      if (this.day === day) this.own += difference;
      await this.look();
    } catch (problem) {
      this.options.onProblem(problem);
    }
  }

  private add(day: string, amount: number, limit = this.options.budget): Promise<boolean> {
    const bounds = { limit, floor: this.floorOf(day), timeToLive: twoDays };
    return this.options.counters.add(this.keyOf(day), amount, bounds);
  }

  private keyOf(day: string): string {
    return `spending:${this.options.account}:${day}`;
  }

  /** What this process knows to be spent of a day. */
  private floorOf(day: string): number {
    return this.day === day ? this.own : 0;
  }

  private today(): string {
    const today = dayOf(this.clock);
    if (this.day !== today) this.own = 0;
    this.day = today;
    return today;
  }
}
