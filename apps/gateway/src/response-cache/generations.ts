/** Says who generates an answer, among all gateways; an end that nobody hears of is bounded by the claim's time. */
export interface Claims {
  /** @returns whether nobody else had claimed it; throws where that cannot be told */
  claim(key: string, milliseconds: number): Promise<boolean>;
  release(key: string): Promise<void>;
  /** Tells the other gateways that a generation is over. */
  announce(key: string): void;
}

export interface GenerationStatistics {
  /** Generations that were begun. */
  begun: number;
  /** Questions that waited for somebody else's. */
  waited: number;
  /** Claims that could not be made, so that each gateway generated for itself. */
  unclaimed: number;
}

export interface Turn {
  /** Call it once, whatever came of the generation. */
  readonly end: () => void;
}

/** One generation for each key at a time: in this gateway always, and across gateways as long as claims can be made. */
export class Generations {
  private readonly running = new Map<string, PromiseWithResolvers<void>>();
  private readonly counted: GenerationStatistics = { begun: 0, waited: 0, unclaimed: 0 };

  constructor(private readonly claims: Claims) {}

  /**
   * @param withinMs milliseconds to wait for somebody else's generation
   * @returns the turn to generate, or null when somebody else's has just ended, or took too long: look again
   */
  async begin(key: string, withinMs: number): Promise<Turn | null> {
    const others = this.running.get(key);
    if (others) {
      await this.wait(others.promise, withinMs);
      return null;
    }
    // Known to whoever asks from here on, and to an announcement that comes while it is being claimed.
    const own = Promise.withResolvers<void>();
    this.running.set(key, own);
    const claimed = await this.claim(key, withinMs);
    if (claimed === false) {
      await this.wait(own.promise, withinMs);
      this.ended(key, own);
      return null;
    }
    return this.turn(key, own, claimed === true);
  }

  /** Generates beside whoever else does: after waiting in vain. */
  beside(): Turn {
    this.counted.begun += 1;
    return { end: () => undefined };
  }

  /** A generation is over in another gateway. */
  heard(key: string): void {
    this.running.get(key)?.resolve();
  }

  statistics(): Readonly<GenerationStatistics> {
    return { ...this.counted };
  }

  private turn(key: string, own: PromiseWithResolvers<void>, claimed: boolean): Turn {
    this.counted.begun += 1;
    return {
      end: () => {
        this.ended(key, own);
        if (!claimed) return;
        // Announced after the claim is free: whoever found it taken hears the end, and nobody waits for one that is over. A
        // claim that cannot be released ends by itself.
        void this.claims
          .release(key)
          .catch(() => undefined)
          .then(() => this.claims.announce(key));
      },
    };
  }

  private async claim(key: string, withinMs: number): Promise<boolean | 'unknown'> {
    try {
      return await this.claims.claim(key, withinMs);
    } catch {
      // Nobody can tell: two answers to one question cost time, none costs the question. It is counted.
      this.counted.unclaimed += 1;
      return 'unknown';
    }
  }

  private ended(key: string, own: PromiseWithResolvers<void>): void {
    if (this.running.get(key) === own) this.running.delete(key);
    own.resolve();
  }

  private async wait(over: Promise<void>, withinMs: number): Promise<void> {
    this.counted.waited += 1;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, withinMs);
    await Promise.race([over, late]);
    clearTimeout(timer);
  }
}
