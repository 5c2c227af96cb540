import { fail, FailureError, systemClock, type Clock } from '#kernel';
import { Meter } from '../budget/meter.js';
import type { Prices } from '../budget/prices.js';
import { reserveOrFail } from '../budget/reserve-or-fail.js';
import type { Reservation, SpendingLedger } from '../budget/spending-ledger.js';
import type { ChatOptions, ChatPart, ChatProvider, ProviderCall, ProviderRequest, Usage } from '../chat/chat-model.js';
import { ModelFailure } from '../chat/model-failure.js';
import { CallEnd } from './call-end.js';
import { CircuitBreaker, type BreakerSettings, type Permit } from './circuit-breaker.js';
import { Patience, type PatienceSettings } from './patience.js';

export interface ModelLimits extends BreakerSettings, PatienceSettings {
  /** Calls that may run at once; one more is refused, for waiting would only use up its deadline. */
  readonly concurrency: number;
}

/** One call that went out, when it is over. */
export interface CallRecord {
  readonly provider: string;
  readonly model: string;
  readonly usage: Usage;
  /** Millionths of a dollar. */
  readonly cost: number;
  /** Milliseconds. */
  readonly took: number;
  /** Absent where it ended as it should. */
  readonly failure?: string | undefined;
}

export interface ModelObserver {
  /** A call has gone out and is over. */
  called?(record: CallRecord): void;
  /** Nobody is asked from now on, and why; undefined: it works again. */
  rested?(provider: string, model: string, why: ModelFailure | undefined): void;
}

/** Whoever asks for one call. */
export interface CallListener {
  /** It goes out to the provider now. */
  out?(): void;
  /** Looks at the whole text of an answer that ended as it should; a failure it throws is the model's. */
  accept?(text: string): void;
}

export interface GuardOptions {
  readonly limits: ModelLimits;
  readonly prices: Prices;
  readonly ledger: SpendingLedger;
  readonly observer?: ModelObserver;
  readonly clock?: Clock;
}

/** One model behind its breaker, its bulkhead, its patience and the budget. */
export class GuardedModel {
  private running = 0;
  private readonly breaker: CircuitBreaker;

  constructor(
    private readonly model: ChatProvider,
    private readonly options: GuardOptions,
  ) {
    const { limits, observer, clock = systemClock } = options;
    const changed = (why: ModelFailure | undefined): void => observer?.rested?.(model.provider, model.model, why);
    this.breaker = new CircuitBreaker(limits, changed, clock);
  }

  get modelName(): string {
    return this.model.model;
  }

  /** What is wrong with it, in words; undefined where nothing is known to be. */
  get problem(): string | undefined {
    return this.breaker.problem?.message;
  }

  /** @throws ModelFailure; FailureError `deadline-exceeded` or `cancelled` where the caller's time or interest is over */
  async *stream(request: ProviderRequest, options: ChatOptions, listener: CallListener = {}): AsyncGenerator<ChatPart> {
    goesOn(options);
    const end = new CallEnd(options);
    try {
      await end.orEnd(this.model.load());
      yield* this.admitted({ request, options, listener, end });
    } finally {
      end.release();
    }
  }

  /** Whether its key is taken and it is there; what is wrong stands in `problem` afterwards. Costs nothing. */
  async lookUp(call: ProviderCall): Promise<void> {
    if (this.breaker.problem) return;
    const permit = this.breaker.admit();
    try {
      await this.model.lookUp(call);
    } catch (error) {
      // Only what a person has to change: a server may speak the protocol and have no models to look up.
      if (error instanceof ModelFailure && error.reason === 'refused-key') permit.failed(error);
      if (error instanceof ModelFailure && error.reason === 'unknown-model') permit.failed(error);
    } finally {
      permit.left();
    }
  }

  private admit(): Permit {
    const permit = this.breaker.admit();
    if (this.running < this.options.limits.concurrency) return permit;
    permit.left();
    throw new ModelFailure('busy', this.model.provider, `already answers ${this.running} calls`);
  }

  private async *admitted(asked: Asked): AsyncGenerator<ChatPart> {
    const permit = this.admit();
    this.running += 1;
    try {
      const meter = new Meter(asked.request, this.options.prices);
      const reserving = reserveOrFail(this.options.ledger, meter.estimate, this.model.provider);
      const reservation = await asked.end.orEnd(reserving, (late) => late.settle(0));
      yield* this.metered({ ...asked, permit, meter, reservation });
    } finally {
      this.running -= 1;
      permit.left();
    }
  }

  private async *metered(call: Call): AsyncGenerator<ChatPart> {
    const { meter, permit, reservation } = call;
    const { provider, model } = this.model;
    const begun = performance.now();
    let out = false;
    let usage: Usage | undefined;
    let broken: unknown = fail('cancelled', 'The caller has left.');
    try {
      goesOn(call.options);
      out = true;
      call.listener.out?.();
      yield* this.listen(call);
      call.listener.accept?.(meter.text);
      usage = meter.whole();
      permit.succeeded();
      yield { type: 'text-end', provider, model, usage, cost: meter.costOf(usage) };
    } catch (error) {
      broken = error;
      this.judge(error, permit, performance.now() - begun);
      throw error;
    } finally {
      const used = usage ?? (out ? meter.broken(broken) : { inputTokens: 0, outputTokens: 0 });
      const cost = meter.costOf(used);
      reservation.settle(cost);
      const failure = usage ? undefined : reasonOf(broken);
      const took = performance.now() - begun;
      if (out) this.options.observer?.called?.({ provider, model, usage: used, cost, took, failure });
    }
  }

  /** A caller that ran out of time says something of the provider only where the provider had time. */
  private judge(error: unknown, permit: Permit, elapsed: number): void {
    if (error instanceof ModelFailure) permit.failed(error);
    else if (error instanceof FailureError && error.failure.code === 'deadline-exceeded') {
      if (elapsed >= this.options.limits.stallMs) permit.failed(this.late());
    }
  }

  private late(): ModelFailure {
    return new ModelFailure('late', this.model.provider, 'did not answer in time');
  }

  private async *listen({ request, options, end, permit, meter }: Call): AsyncGenerator<ChatPart> {
    const patience = new Patience(
      this.options.limits,
      () => {
        if (permit.stalled(this.late()) && meter.text === '') end.bring(this.late());
      },
      () => end.bring(this.late()),
    );
    const { deadline } = options;
    const parts = this.model.stream(request, { deadline, signal: end.signal })[Symbol.asyncIterator]();
    try {
      for (;;) {
        patience.wait();
        const next = await end.orEnd(parts.next());
        patience.heard();
        if (next.done) return;
        if (next.value.type === 'usage') meter.report(next.value.usage);
        if (next.value.type !== 'text-delta') continue;
        if (meter.text === '') yield { type: 'text-start', provider: this.model.provider, model: this.model.model };
        meter.hear(next.value.text);
        yield next.value;
      }
    } finally {
      patience.stop();
      end.bring(fail('cancelled', 'The caller has left.'));
      // Not waited for: what hangs in there ends with its connection, and the caller may be out of time.
      parts.return?.().catch(() => undefined);
    }
  }
}

interface Asked {
  readonly request: ProviderRequest;
  readonly options: ChatOptions;
  readonly listener: CallListener;
  readonly end: CallEnd;
}

interface Call extends Asked {
  readonly permit: Permit;
  readonly meter: Meter;
  readonly reservation: Reservation;
}

/** @throws FailureError where nobody waits for the call any more, so that none starts */
function goesOn({ deadline, signal }: ChatOptions): void {
  if (signal?.aborted) {
    throw signal.reason instanceof FailureError ? signal.reason : fail('cancelled', 'The caller has left.');
  }
  deadline.check('the model');
}

const reasonOf = (error: unknown): string => {
  if (error instanceof ModelFailure) return error.reason;
  return error instanceof FailureError ? error.failure.code : 'internal';
};
