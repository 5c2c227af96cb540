import { BaseRpcContext } from '@nestjs/microservices';
import type { Principal } from '#contracts';
import {
  childOf,
  failure,
  FailureError,
  newTraceContext,
  parseTraceparent,
  toFailure,
  type Deadline,
  type Failure,
  type TraceContext,
} from '#kernel';
import type { BusConnection } from '../connection.js';
import type { BusLogger } from '../logger.js';
import { endPayload, failurePayload, valuePayload } from '../wire/envelope.js';
import { partHeaders } from '../wire/headers.js';
import type { BusContext } from './bus-context.js';

export interface Desk {
  readonly connection: BusConnection;
  readonly logger: BusLogger;
  /** The call has its last message. */
  release(call: IncomingCall): void;
}

export interface Arrival {
  readonly subject: string;
  readonly reply: string;
  readonly streaming: boolean;
  readonly traceparent: string | undefined;
  readonly deadline: Deadline;
  readonly principal: Principal;
  readonly requestId: string;
}

/**
 * One question on its way to exactly one end: an answer, the end of its stream, or a failure. Whichever comes first, the
 * handler, the deadline, a cancel or the service stopping, is sent; what comes later is dropped.
 */
export class IncomingCall extends BaseRpcContext<[string]> {
  /** What the handler is given. */
  readonly context: BusContext;
  private readonly abortion = new AbortController();
  private ended = false;
  private sequence = 0;
  private timer: NodeJS.Timeout | undefined;
  private cleanup: (() => void) | undefined;

  constructor(
    readonly arrival: Arrival,
    private readonly desk: Desk,
  ) {
    super([arrival.subject]);
    this.context = contextOf(arrival, this.abortion.signal);
  }

  get over(): boolean {
    return this.ended;
  }

  /** From here on the call ends at its deadline, whatever its handler does. */
  startTimer(): void {
    this.timer = setTimeout(() => this.stop(tooLate()), this.arrival.deadline.timerMs());
  }

  /** Runs once the call is over, at once if it is already. */
  whenOver(cleanup: () => void): void {
    if (this.over) cleanup();
    else this.cleanup = cleanup;
  }

  /** The one reply to a request. */
  answer(value: unknown): void {
    if (this.over) return;
    this.close();
    this.sendOrRefuse(() => this.desk.connection.publish(this.arrival.reply, valuePayload(value)));
  }

  /** The next part of a stream. One that cannot be sent ends the stream. */
  part(value: unknown): void {
    if (this.over) return;
    try {
      const headers = partHeaders(this.sequence, false);
      this.desk.connection.publish(this.arrival.reply, valuePayload(value), { headers });
      this.sequence += 1;
    } catch (error) {
      const better = unsendable(error);
      this.log(better);
      this.stop(failureErrorOf(better));
    }
  }

  /** The end of a stream that is whole. */
  complete(): void {
    if (this.over) return;
    this.close();
    this.sendOrRefuse(() => this.sendLast(endPayload));
  }

  /**
   * A caller leaves at its deadline, too, and may be heard before the timer here: then it is the deadline that ended the
   * call. A timer may fire a millisecond early.
   */
  callerLeft(): void {
    const late = this.arrival.deadline.remaining() <= 1;
    this.stop(late ? tooLate() : new FailureError(failure('cancelled', 'The caller has left.')));
  }

  /** Ends the call with a failure from outside the handler, and tells the handler. */
  stop(reason: FailureError): void {
    if (this.over) return;
    this.close();
    this.abortion.abort(reason);
    this.sendFailure(reason.failure);
  }

  /** Ends the call with whatever was thrown: a failure keeps its code, anything else is logged and told as `internal`. */
  refuse(thrown: unknown): void {
    if (this.over) return this.afterthought(thrown);
    this.log(thrown);
    this.close();
    this.sendFailure(toFailure(thrown));
  }

  private sendOrRefuse(send: () => void): void {
    try {
      send();
    } catch (error) {
      const better = unsendable(error);
      this.log(better);
      this.sendFailure(toFailure(better));
    }
  }

  private sendFailure(error: Failure): void {
    try {
      this.sendLast(failurePayload(error));
    } catch (thrown) {
      const { subject } = this.arrival;
      this.desk.logger.warn({ err: thrown, subject, traceId: this.context.trace.traceId }, 'A reply could not be sent');
    }
  }

  private sendLast(payload: string): void {
    const { streaming, reply } = this.arrival;
    this.desk.connection.publish(reply, payload, streaming ? { headers: partHeaders(this.sequence, true) } : undefined);
  }

  private close(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.desk.release(this);
    try {
      this.cleanup?.();
    } catch (error) {
      this.afterthought(error);
    }
  }

  private log(thrown: unknown): void {
    if (thrown instanceof FailureError && thrown.failure.code !== 'internal' && thrown.internal === undefined) return;
    const { subject } = this.arrival;
    this.desk.logger.error({ err: thrown, subject, traceId: this.context.trace.traceId }, 'A handler failed');
  }

  /** A handler that stops because it was told to says so by throwing; anything else it throws then is worth a line. */
  private afterthought(thrown: unknown): void {
    if (thrown instanceof FailureError || (thrown instanceof Error && thrown.name === 'AbortError')) return;
    const { subject } = this.arrival;
    this.desk.logger.warn(
      { err: thrown, subject, traceId: this.context.trace.traceId },
      'A handler failed after its call was over',
    );
  }
}

/** The trace is made when somebody asks for it, which most handlers never do; a copy of the context has it all the same. */
function contextOf({ traceparent, deadline, principal, requestId }: Arrival, signal: AbortSignal): BusContext {
  let own: TraceContext | undefined;
  return {
    deadline,
    principal,
    requestId,
    signal,
    get trace() {
      own ??= traceBelow(traceparent);
      return own;
    },
  };
}

function traceBelow(traceparent: string | undefined): TraceContext {
  const parent = parseTraceparent(traceparent);
  return parent ? childOf(parent) : newTraceContext();
}

const tooLate = (): FailureError => new FailureError(failure('deadline-exceeded', 'There was no answer in time.'));

const failureErrorOf = (thrown: unknown): FailureError =>
  thrown instanceof FailureError ? thrown : new FailureError(toFailure(thrown));

/** A reply that is too large or no JSON is the handler's fault, not the caller's. */
function unsendable(error: unknown): unknown {
  if (!(error instanceof FailureError) || error.failure.code !== 'payload-too-large') return error;
  return new FailureError(failure('internal', 'The reply is larger than the bus carries.'), error.internal, {
    cause: error,
  });
}
