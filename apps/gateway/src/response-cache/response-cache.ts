import { systemClock, type Clock } from '#kernel';
import { late, orLate } from '../or-late.js';
import { Kept, largestAnswer, type CachedAnswer } from './cached-answer.js';
import type { CacheTier, TierName } from './tier.js';

export interface TierStatistics {
  hits: number;
  misses: number;
  /** Away or slow: asked, and no answer in time. */
  failures: number;
  /** Held something that is no answer. */
  unreadable: number;
  /** Not asked, because it had just failed. */
  skipped: number;
}

export interface Hit {
  readonly tier: TierName;
  readonly answer: CachedAnswer;
}

export interface ResponseCacheOptions {
  /** Milliseconds a tier has for a read; it is done without after that. */
  readonly readWithinMs?: number;
  /** Milliseconds a tier that failed is left alone. */
  readonly restMs?: number;
  readonly clock?: Clock;
  /** Told of a tier that fails, once until it works again. */
  readonly onProblem?: (tier: TierName, problem: unknown) => void;
}

interface Watched {
  readonly tier: CacheTier;
  readonly statistics: TierStatistics;
  restsUntil: number;
  told: boolean;
}

/**
 * Answers under keys that hold the versions of everything that could change them, in tiers from the fastest to the most
 * lasting. A tier that fails or is slow counts as empty. What a lower tier has is put into those above it.
 */
export class ResponseCache {
  private readonly tiers: readonly Watched[];
  private readonly readWithinMs: number;
  private readonly restMs: number;
  private readonly clock: Clock;

  /** @param tiers the fastest first */
  constructor(
    tiers: readonly CacheTier[],
    private readonly options: ResponseCacheOptions = {},
  ) {
    this.tiers = tiers.map((tier) => ({
      tier,
      statistics: { hits: 0, misses: 0, failures: 0, unreadable: 0, skipped: 0 },
      restsUntil: 0,
      told: false,
    }));
    const { readWithinMs = 50, restMs = 250, clock = systemClock } = options;
    this.readWithinMs = readWithinMs;
    this.restMs = restMs;
    this.clock = clock;
  }

  async find(key: string): Promise<Hit | null> {
    for (const [at, watched] of this.tiers.entries()) {
      const found = await this.read(watched, key);
      if (found === null) continue;
      for (const above of this.tiers.slice(0, at)) void this.write(above, key, found);
      return { tier: watched.tier.name, answer: found.answer };
    }
    return null;
  }

  /**
   * Puts it into every tier: the fastest has it at once, and where other gateways look first when the promise is fulfilled.
   * Nobody waits for the last and slowest one.
   */
  async keep(key: string, answer: CachedAnswer): Promise<void> {
    const kept = new Kept(answer);
    if (kept.text.length > largestAnswer) return;
    const writes = this.tiers.map((watched) => this.write(watched, key, kept));
    await Promise.all(writes.slice(0, -1));
  }

  /** Takes it out of every tier that can be reached. */
  async forget(key: string): Promise<void> {
    await Promise.all(
      this.tiers.map((watched) => watched.tier.delete(key).catch((error: unknown) => this.failed(watched, error))),
    );
  }

  statistics(): Record<TierName, Readonly<TierStatistics>> {
    return Object.fromEntries(this.tiers.map(({ tier, statistics }) => [tier.name, { ...statistics }])) as Record<
      TierName,
      TierStatistics
    >;
  }

  private async read(watched: Watched, key: string): Promise<Kept | null> {
    const { tier, statistics } = watched;
    if (this.rests(watched)) return null;
    try {
      const held = tier.get(key);
      const found = held instanceof Promise ? await this.within(held) : held;
      if (found === 'unreadable') {
        statistics.unreadable += 1;
        return null;
      }
      watched.told = false;
      if (found === null) statistics.misses += 1;
      else statistics.hits += 1;
      return found;
    } catch (error) {
      this.failed(watched, error);
      return null;
    }
  }

  private async write(watched: Watched, key: string, kept: Kept): Promise<void> {
    if (this.rests(watched)) return;
    await watched.tier.set(key, kept).catch((error: unknown) => this.failed(watched, error));
  }

  private rests({ restsUntil, statistics }: Watched): boolean {
    if (this.clock.now() >= restsUntil) return false;
    statistics.skipped += 1;
    return true;
  }

  private failed(watched: Watched, error: unknown): void {
    watched.statistics.failures += 1;
    watched.restsUntil = this.clock.now() + this.restMs;
    if (!watched.told) this.options.onProblem?.(watched.tier.name, error);
    watched.told = true;
  }

  private async within<T>(reading: Promise<T>): Promise<T> {
    const first = await orLate(reading, this.readWithinMs);
    if (first !== late) return first;
    // Whatever comes of it after that, nobody waits for it.
    reading.catch(() => undefined);
    throw new Error(`It did not answer within ${this.readWithinMs} ms.`);
  }
}
