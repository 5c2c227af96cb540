import { failure, FailureError } from '#kernel';
import { NeverSent } from '../timely-request.js';

/** Why a model did not do what it was asked. */
export const modelFailureReasons = [
  'rate-limited', // the provider wants fewer calls
  'overloaded', // the provider has too many callers
  'unavailable', // it cannot be reached, or something broke on its side
  'late', // it said nothing for longer than it may
  'refused-key',
  'missing-key', // it is in the order, and has no key
  'unknown-model',
  'refused-request', // it does not take such a request
  'declined', // it will not answer this one
  'bad-output', // not the protocol, not the shape
  'too-long', // it ran into the token limit
  'cut', // it stopped in the middle
  'busy', // as many calls run as may
  'budget-exhausted',
  'budget-unknown', // whoever keeps the budget is away, and nothing is spent unseen
] as const;
export type ModelFailureReason = (typeof modelFailureReasons)[number];

interface Details {
  /** Milliseconds until the provider wants to be asked again. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** A failure of one model of one provider. To callers it is `unavailable`; its reason says more. */
export class ModelFailure extends FailureError {
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly reason: ModelFailureReason,
    readonly who: string,
    told: string,
    { retryAfterMs, cause }: Details = {},
  ) {
    super(failure('unavailable', 'The model cannot be used.'), `${who}: ${told}`, { cause });
    this.name = 'ModelFailure';
    this.retryAfterMs = retryAfterMs;
  }
}

/** What Error has in common here and in another realm. */
interface Thrown {
  readonly name?: unknown;
  readonly status?: unknown;
  readonly headers?: unknown;
  readonly type?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
}

const asThrown = (error: unknown): Thrown => (typeof error === 'object' && error !== null ? error : {});

const byStatus: Readonly<Record<number, ModelFailureReason>> = {
  ...{ 401: 'refused-key', 403: 'refused-key', 404: 'unknown-model', 408: 'late', 429: 'rate-limited' },
  ...{ 503: 'overloaded', 504: 'late', 529: 'overloaded' },
};

/** Errors inside a stream, which has its status already. */
const byType: Readonly<Record<string, ModelFailureReason>> = {
  ...{ overloaded_error: 'overloaded', rate_limit_error: 'rate-limited', rate_limit_exceeded: 'rate-limited' },
  ...{ authentication_error: 'refused-key', permission_error: 'refused-key', not_found_error: 'unknown-model' },
  ...{ invalid_request_error: 'refused-request', timeout_error: 'late' },
};

function reasonOf({ status, type, code }: Thrown): ModelFailureReason | undefined {
  if (typeof status !== 'number') return byType[String(type)] ?? byType[String(code)];
  return byStatus[status] ?? (status >= 500 ? 'unavailable' : 'refused-request');
}

/** What a person has to change, for readiness. */
const toBeChanged: Partial<Record<ModelFailureReason, string>> = {
  'refused-key': ' and does not take the key',
  'unknown-model': ' and has no such model',
};

/** The longest a provider is left alone at its own wish. */
const retryAfterAtMost = 600_000;

/** `retry-after-ms`, or `retry-after` in seconds or as a date (RFC 9110, section 10.2.3). */
export function retryAfterOf(headers: unknown, now = Date.now()): number | undefined {
  if (!(headers instanceof Headers)) return undefined;
  const milliseconds = headers.get('retry-after-ms');
  const given = headers.get('retry-after');
  if (milliseconds === null && given === null) return undefined;
  const seconds = milliseconds === null ? Number(given) * 1000 : Number(milliseconds);
  const wait = Number.isFinite(seconds) ? seconds : Date.parse(given ?? '') - now;
  return Number.isFinite(wait) ? Math.min(Math.max(0, wait), retryAfterAtMost) : undefined;
}

/** What our own signal was aborted with, as a failure. */
export function ended(reason: unknown): FailureError {
  if (reason instanceof FailureError) return reason;
  // By its name: the DOMException of a time-out is not always an Error of this realm.
  const late = asThrown(reason).name === 'TimeoutError';
  return new FailureError(
    late
      ? failure('deadline-exceeded', 'The model did not answer in time.')
      : failure('cancelled', 'The caller has left.'),
  );
}

/** The failure that our own seam threw below the SDK, which wraps it. */
function ownCause(error: unknown): FailureError | undefined {
  for (let each = error, depth = 0; depth < 5 && each !== undefined; each = asThrown(each).cause, depth += 1) {
    if (each instanceof FailureError) return each;
  }
  return undefined;
}

/**
 * What became of a call to a provider, as a failure.
 * @param begun whether it had said something: what breaks off then is cut
 */
export function modelFailure(who: string, error: unknown, signal: AbortSignal, begun = false): FailureError {
  if (error instanceof FailureError) return error;
  const own = ownCause(error);
  if (signal.aborted && !(own instanceof NeverSent)) return ended(signal.reason);
  if (own) return own;
  const thrown = asThrown(error);
  const reason = reasonOf(thrown);
  if (reason) {
    // What a provider writes in a refusal may repeat the key or the prompt; its status and type do not.
    const told =
      typeof thrown.status === 'number'
        ? `answered with status ${thrown.status}${toBeChanged[reason] ?? ''}`
        : `sent the error ${reason}`;
    return new ModelFailure(reason, who, told, { retryAfterMs: retryAfterOf(thrown.headers) });
  }
  if (thrown.name === 'SyntaxError') return new ModelFailure('bad-output', who, 'sent an event that is no JSON');
  return begun
    ? new ModelFailure('cut', who, 'broke off in the middle')
    : new ModelFailure('unavailable', who, 'could not be reached');
}
