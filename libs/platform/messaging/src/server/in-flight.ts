import type { FailureError } from '#kernel';
import type { IncomingCall } from './incoming-call.js';

/** The calls a process is working on, by the subject their reply goes to, which no two of them share. */
export class InFlight {
  private readonly calls = new Map<string, IncomingCall>();
  private emptied: (() => void)[] = [];

  get size(): number {
    return this.calls.size;
  }

  has(reply: string): boolean {
    return this.calls.has(reply);
  }

  add(call: IncomingCall): void {
    this.calls.set(call.arrival.reply, call);
  }

  remove(call: IncomingCall): void {
    this.calls.delete(call.arrival.reply);
    if (this.calls.size === 0 && this.emptied.length > 0) for (const tell of this.emptied.splice(0)) tell();
  }

  /** Stops one call when its reply subject is given, otherwise every call of the request. */
  cancel(requestId: string, reply: string | undefined): void {
    if (reply !== undefined) {
      const call = this.calls.get(reply);
      if (call?.arrival.requestId === requestId) call.callerLeft();
      return;
    }
    for (const call of [...this.calls.values()]) if (call.arrival.requestId === requestId) call.callerLeft();
  }

  stopAll(reason: FailureError): void {
    for (const call of [...this.calls.values()]) call.stop(reason);
  }

  /** Fulfilled when nothing is in flight. */
  whenEmpty(): Promise<void> {
    if (this.calls.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.emptied.push(resolve));
  }
}
