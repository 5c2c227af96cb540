import type { Principal } from '#contracts';
import type { Deadline, TraceContext } from '#kernel';

/** What a handler knows about a question besides its body. It can be passed on as the `Call` of a further request. */
export interface BusContext {
  readonly deadline: Deadline;
  /** A span of its own below the caller's. */
  readonly trace: TraceContext;
  readonly principal: Principal;
  readonly requestId: string;
  /** Aborts when the caller leaves, at the deadline, and when the service stops before the work is done. */
  readonly signal: AbortSignal;
}
