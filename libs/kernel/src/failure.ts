/**
 * Every way in which ClubOS says no. A code is a promise to callers: it is added, never renamed. Each edge (HTTP, NATS)
 * maps the codes exhaustively, so a new one does not compile until every edge has an answer for it.
 */
export const failureCodes = [
  'malformed-request', // it could not be parsed at all
  'invalid-request', // it parsed, and breaks the schema
  'unsupported-media-type',
  'payload-too-large',
  'unknown-site',
  'missing-api-key',
  'invalid-api-key',
  'forbidden',
  'not-found',
  'method-not-allowed', // there is something there, for other methods
  'version-required', // a write without saying which version it is based on
  'version-conflict', // a write based on an old version
  'content-refused', // well-formed, but nothing that may be published
  'routing-regression', // a change of the routing that loses labeled questions
  'rate-limited',
  'overloaded', // more is asked of everybody together than can be answered soon
  'deadline-exceeded',
  'cancelled', // the caller left
  'no-responders', // nobody listens on the subject
  'unavailable', // a dependency does not answer
  'internal',
] as const;

export type FailureCode = (typeof failureCodes)[number];

/** One place in the input that is wrong: `path` in dotted form, `message` for a person. */
export interface FailurePlace {
  readonly path: string;
  readonly message: string;
}

export interface Failure {
  readonly code: FailureCode;
  /** One sentence for whoever called; holds no internals. */
  readonly message: string;
  /** Whether the same call may succeed when it is repeated. */
  readonly retryable: boolean;
  readonly places?: readonly FailurePlace[];
}

const retryableCodes: ReadonlySet<FailureCode> = new Set([
  'rate-limited',
  'overloaded',
  'deadline-exceeded',
  'no-responders',
  'unavailable',
]);

export function failure(code: FailureCode, message: string, places?: readonly FailurePlace[]): Failure {
  const base = { code, message, retryable: retryableCodes.has(code) };
  return places === undefined ? base : { ...base, places };
}

/** A failure on its way through code that throws; `internal` says more and is only ever logged. */
export class FailureError extends Error {
  constructor(
    readonly failure: Failure,
    readonly internal?: string,
    options?: ErrorOptions,
  ) {
    super(internal ?? failure.message, options);
    this.name = 'FailureError';
  }
}

export const fail = (code: FailureCode, message: string, internal?: string): FailureError =>
  new FailureError(failure(code, message), internal);

/** What a caller is told about anything thrown: its failure if it has one, otherwise only that something broke. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof FailureError) return thrown.failure;
  return failure('internal', 'Something broke on our side. The trace id finds what happened.');
}
