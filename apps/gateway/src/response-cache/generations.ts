import type { AnswerPart } from '#contracts';

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

/** A whole answer that was generated for somebody else who asked at the same time. */
export interface Shared {
  readonly answerId: string;
  readonly parts: readonly AnswerPart[];
}

export interface Turn {
  /**
   * Call it once, whatever came of the generation.
   * @param shared what those who wait here may be given; null where it is not whole, or not for them
   * @param kept fulfilled when the other gateways can find it where it is kept
   */
  readonly end: (shared: Shared | null, kept: Promise<void>) => void;
}

/** What came of waiting for a turn: the turn, an answer of the same moment, or neither. */
export type Begun =
  | { readonly turn: Turn; readonly shared: null }
  | { readonly turn: null; readonly shared: Shared }
  | { readonly turn: null; readonly shared: null };

const neither: Begun = { turn: null, shared: null };

/** One generation for each key at a time: in this gateway always, and across gateways as long as claims can be made. */
export class Generations {
  private readonly running = new Map<string, PromiseWithResolvers<Shared | null>>();
  private readonly counted: GenerationStatistics = { begun: 0, waited: 0, unclaimed: 0 };

  constructor(private readonly claims: Claims) {}

  /**
   * @param withinMs milliseconds to wait for somebody else's generation
   * @param left aborted when the asker wants no answer any more
   * @returns neither a turn nor an answer when somebody else's ended without one for others, or took too long: look again
   */
  async begin(key: string, withinMs: number, left?: AbortSignal): Promise<Begun> {
    const others = this.running.get(key);
    if (others) {
      const shared = await this.wait(others.promise, withinMs, left);
      return shared ? { turn: null, shared } : neither;
    }
    // Known to whoever asks from here on, and to an announcement that comes while it is being claimed.
    const own = Promise.withResolvers<Shared | null>();
    this.running.set(key, own);
    const claimed = await this.claim(key, withinMs);
    if (claimed === false) {
      await this.wait(own.promise, withinMs, left);
      this.ended(key, own, null);
      return neither;
    }
    return { turn: this.turn(key, own, claimed === true), shared: null };
  }

  /** Generates beside whoever else does: after waiting in vain. */
  beside(): Turn {
    this.counted.begun += 1;
    return { end: () => undefined };
  }

  /** A generation is over in another gateway. */
  heard(key: string): void {
    this.running.get(key)?.resolve(null);
  }

  statistics(): Readonly<GenerationStatistics> {
    return { ...this.counted };
  }

  private turn(key: string, own: PromiseWithResolvers<Shared | null>, claimed: boolean): Turn {
    this.counted.begun += 1;
    return {
      end: (shared, kept) => {
        this.ended(key, own, shared);
        if (!claimed) return;
        // Announced after the claim is free: whoever found it taken hears the end, and nobody waits for one that is over. A
        // claim that cannot be released ends by itself.
        void kept
          .then(() => this.claims.release(key))
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

  private ended(key: string, own: PromiseWithResolvers<Shared | null>, shared: Shared | null): void {
    if (this.running.get(key) === own) this.running.delete(key);
    own.resolve(shared);
  }

  private async wait(over: Promise<Shared | null>, withinMs: number, left?: AbortSignal): Promise<Shared | null> {
    this.counted.waited += 1;
    const { promise: enough, resolve } = Promise.withResolvers<null>();
    const stop = (): void => resolve(null);
    const timer = setTimeout(stop, withinMs);
    left?.addEventListener('abort', stop, { once: true });
    if (left?.aborted) stop();
    try {
      return await Promise.race([over, enough]);
    } finally {
      clearTimeout(timer);
      left?.removeEventListener('abort', stop);
    }
  }
}
