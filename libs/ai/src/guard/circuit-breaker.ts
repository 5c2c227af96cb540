import { systemClock, type Clock } from '#kernel';
import type { ModelFailure, ModelFailureReason } from '../chat/model-failure.js';

export interface BreakerSettings {
  /** So many failures in a row, and nobody is asked for a while. */
  readonly strikes: number;
  /** Milliseconds until one call may try again; twice as long after each try that fails, up to a minute. */
  readonly restMs: number;
}

/** One call that was let through, and what became of it. The first word counts; `left` says that nobody knows. */
export interface Permit {
  succeeded(): void;
  failed(failure: ModelFailure): void;
  /**
   * It has said nothing for longer than a working provider does, and may still.
   * @returns whether others have found the same, so that there is nothing to wait for
   */
  stalled(failure: ModelFailure): boolean;
  left(): void;
}

const longestRestMs = 60_000;

/** Nothing that the next call would find otherwise: a person has to change something. */
const lasting: ReadonlySet<ModelFailureReason> = new Set(['refused-key', 'unknown-model']);

/** The provider did its work, and we could not use it. */
const answered: ReadonlySet<ModelFailureReason> = new Set(['too-long', 'declined']);

/**
 * Leaves a provider alone that does not work. It opens after so many failures in a row, at once when the provider says when
 * it wants to be asked again, and after calls that say nothing, before they have ended: a hanging provider is known by what
 * it does not do. Then one call at a time tries whether it works.
 */
export class CircuitBreaker {
  private strikes = 0;
  /** Zero while closed. */
  private openUntil = 0;
  /** Open at the provider's own wish, so that calls which began before do not close it. */
  private held = false;
  private rests = 0;
  private probing = false;
  private why: ModelFailure | undefined;

  constructor(
    private readonly settings: BreakerSettings,
    private readonly onChange: (why: ModelFailure | undefined) => void = () => undefined,
    private readonly clock: Clock = systemClock,
  ) {}

  /** Why nobody is asked; undefined while it is closed. */
  get problem(): ModelFailure | undefined {
    return this.why;
  }

  /** @throws ModelFailure, the one it opened with, while it is open */
  admit(): Permit {
    const isProbe = this.why !== undefined;
    if (this.why && (this.probing || this.clock.now() < this.openUntil)) throw this.why;
    if (isProbe) this.probing = true;
    let struck = false;
    let over = false;
    const once = (conclude: () => void) => (): void => {
      if (over) return;
      over = true;
      if (isProbe) this.probing = false;
      conclude();
    };
    return {
      succeeded: once(() => this.close()),
      failed: (failure) =>
        once(() => (answered.has(failure.reason) ? this.close() : this.strike(failure, isProbe, struck)))(),
      stalled: (failure) => {
        if (!over && !struck) this.strike(failure, isProbe, false);
        struck = true;
        return this.why !== undefined;
      },
      left: once(() => undefined),
    };
  }

  private close(): void {
    this.strikes = 0;
    if (this.why === undefined || (this.held && this.clock.now() < this.openUntil)) return;
    this.why = undefined;
    this.rests = 0;
    this.onChange(undefined);
  }

  private strike(failure: ModelFailure, isProbe: boolean, struck: boolean): void {
    const { reason, retryAfterMs } = failure;
    if (retryAfterMs !== undefined) return this.open(failure, retryAfterMs, true);
    if (lasting.has(reason)) return this.open(failure, longestRestMs, true);
    if (struck) return;
    this.strikes += 1;
    if (isProbe) this.rests += 1;
    const rest = Math.min(longestRestMs, this.settings.restMs * 2 ** this.rests);
    const isOpen = this.why !== undefined && this.clock.now() < this.openUntil;
    if (!isOpen && (isProbe || this.strikes >= this.settings.strikes)) this.open(failure, rest, false);
  }

  private open(failure: ModelFailure, restMs: number, held: boolean): void {
    const isNew = this.why === undefined;
    this.openUntil = Math.max(this.openUntil, this.clock.now() + restMs);
    this.held = held;
    this.strikes = 0;
    this.why = failure;
    if (isNew) this.onChange(failure);
  }
}
