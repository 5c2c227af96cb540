import type { Msg } from '@nats-io/transport-node';
import { cancelSubject, type Principal } from '#contracts';
import { fail, failure, FailureError, type Deadline, type TraceContext } from '#kernel';
import { notConnected, type BusConnection } from '../connection.js';
import type { BusLogger } from '../logger.js';
import { nameOf, type Named } from '../wire/envelope.js';
import { requestHeaders } from '../wire/headers.js';
import type { PrincipalSeal } from '../wire/principal.js';
import type { Inbox, Waiting } from './inbox.js';

/** What travels with a question. A handler passes its own context on, so that one deadline and one trace span all hops. */
export interface Call {
  readonly deadline: Deadline;
  readonly trace: TraceContext;
  readonly principal: Principal;
  /** Matches `^[A-Za-z0-9_-]{1,64}$`. */
  readonly requestId: string;
  /** Aborts the call, here and in the service that works on it. */
  readonly signal?: AbortSignal;
}

export interface Line {
  readonly connection: BusConnection;
  readonly inbox: Inbox;
  readonly seal: PrincipalSeal;
  readonly logger: BusLogger;
}

/** What a request and a stream have in common: a place in the inbox, one timer, and an end that comes only once. */
export abstract class OutgoingCall implements Waiting {
  readonly subject: string;
  private reply = '';
  private timer: NodeJS.Timeout | undefined;
  private onAbort: (() => void) | undefined;

  constructor(
    protected readonly line: Line,
    protected readonly contract: Named & { subject(service: string): string },
    protected readonly service: string,
    protected readonly call: Call,
  ) {
    this.subject = contract.subject(service);
  }

  abstract receive(message: Msg): void;
  abstract lose(error: FailureError): void;

  /** Sends the question. What keeps it from being sent comes through `lose`, before this returns. */
  protected start(body: unknown): void {
    const { line, call } = this;
    try {
      this.check();
      const headers = requestHeaders(call.trace, call.deadline, line.seal.sign(call.principal), call.requestId);
      const payload = JSON.stringify(body);
      this.reply = line.inbox.open(this);
      line.connection.publish(this.subject, payload, { reply: this.reply, headers });
    } catch (error) {
      this.finish();
      if (!(error instanceof FailureError)) throw error;
      return this.lose(error);
    }
    this.timer = setTimeout(() => this.late(), call.deadline.timerMs());
    if (call.signal) {
      this.onAbort = () => this.leave(this.aborted());
      call.signal.addEventListener('abort', this.onAbort, { once: true });
    }
  }

  /** Frees everything; no message comes after it. */
  protected finish(): void {
    this.line.inbox.close(this.reply);
    clearTimeout(this.timer);
    if (this.onAbort) this.call.signal?.removeEventListener('abort', this.onAbort);
  }

  /** Ends the call from this side and tells the service, so that it stops working on it. */
  protected leave(error: FailureError): void {
    this.tellCancel();
    this.lose(error);
  }

  protected tellCancel(): void {
    if (!this.line.connection.connected) return;
    try {
      const cancel = { requestId: this.call.requestId, reply: this.reply };
      this.line.connection.publish(cancelSubject(this.service), JSON.stringify(cancel));
    } catch (error) {
      this.line.logger.warn({ err: error, traceId: this.call.trace.traceId }, 'A cancel could not be sent');
    }
  }

  protected nobody(): FailureError {
    return fail('no-responders', 'Nobody answers that at the moment.', `No instance of ${this.service} is listening.`);
  }

  /** Says cancel, too: a service whose clock is behind believes that there is time left. */
  private late(): void {
    const { service, contract } = this;
    this.leave(
      fail('deadline-exceeded', 'There was no answer in time.', `${service} did not answer ${nameOf(contract)}.`),
    );
  }

  private check(): void {
    const { call, line } = this;
    if (call.signal?.aborted) throw this.aborted();
    call.deadline.check('the question');
    if (!line.connection.connected) throw notConnected();
  }

  /** Why the signal was aborted, where it says so; a signal that timed out means the deadline. */
  private aborted(): FailureError {
    const { deadline, signal } = this.call;
    if (signal?.reason instanceof FailureError) return new FailureError(signal.reason.failure, signal.reason.internal);
    return deadline.passed
      ? fail('deadline-exceeded', 'There was no answer in time.')
      : new FailureError(failure('cancelled', 'The caller has left.'));
  }
}
