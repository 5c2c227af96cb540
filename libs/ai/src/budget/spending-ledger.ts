import { systemClock, type Clock } from '#kernel';

/** Spending that was allowed before it happened. */
export interface Reservation {
  /**
   * Says what it cost in the end, in millionths of a dollar; the difference is given back, or added where it was too little.
   * Never throws: what cannot be given back stays spent.
   */
  settle(cost: number): void;
}

/** What one account may spend in a day (UTC), reserved before each call and settled after it. */
export interface SpendingLedger {
  /**
   * @param cost millionths of a dollar
   * @returns undefined where it would be more than the day's budget
   * @throws when nobody can say what was spent
   */
  reserve(cost: number): Promise<Reservation | undefined>;
  /** Why nothing can be reserved now, in a sentence; undefined where it can, as far as is known. */
  readonly problem: string | undefined;
  /** Finds out whether what was refused last would be allowed by now; `problem` knows it afterwards. Never throws. */
  look(): Promise<void>;
}

export const dayOf = (clock: Clock): string => new Date(clock.now()).toISOString().slice(0, 10);

/** Millionths of a dollar as dollars. */
export const dollars = (millionths: number): string => `${(millionths / 1_000_000).toFixed(2)} dollars`;

/** Keeps count in this process: enough for one process that is not started anew, and for tests. */
export class MemoryLedger implements SpendingLedger {
  private day = '';
  private sum = 0;
  /** What was refused last, in millionths of a dollar. */
  private refused = 0;

  constructor(
    private readonly budget: number,
    private readonly clock: Clock = systemClock,
  ) {}

  get spent(): number {
    this.turn();
    return this.sum;
  }

  get problem(): string | undefined {
    this.turn();
    if (this.refused === 0 || this.sum + this.refused <= this.budget) return undefined;
    return `the budget of ${dollars(this.budget)} is used up until midnight UTC`;
  }

  reserve(cost: number): Promise<Reservation | undefined> {
    this.turn();
    const { day } = this;
    if (this.sum + cost > this.budget) {
      this.refused = cost;
      return Promise.resolve(undefined);
    }
    this.sum += cost;
    return Promise.resolve({
      settle: (actual) => {
        if (this.day === day) this.sum += actual - cost;
      },
    });
  }

  look(): Promise<void> {
    return Promise.resolve();
  }

  private turn(): void {
    const today = dayOf(this.clock);
    if (this.day === today) return;
    this.day = today;
    this.sum = 0;
    this.refused = 0;
  }
}
