import type { Failure, FailureCode } from '#kernel';
import type { Problem } from '#contracts';

/** Every failure code at the HTTP edge: its status, and a title that stays the same each time it happens (RFC 9457, 3.1.3). */
export const problems: Record<FailureCode, { readonly status: number; readonly title: string }> = {
  'malformed-request': { status: 400, title: 'The request could not be read' },
  'invalid-request': { status: 400, title: 'The request does not fit' },
  'unsupported-media-type': { status: 415, title: 'The content type is not supported' },
  'payload-too-large': { status: 413, title: 'The request is too large' },
  'unknown-site': { status: 422, title: 'There is no such site' },
  'missing-api-key': { status: 401, title: 'An API key is needed' },
  'invalid-api-key': { status: 401, title: 'The API key is not valid' },
  forbidden: { status: 403, title: 'This is not allowed' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'The method is not taken here' },
  'version-required': { status: 428, title: 'The version it is based on is needed' },
  'version-conflict': { status: 412, title: 'It has changed meanwhile' },
  'content-refused': { status: 422, title: 'The content was refused' },
  'routing-regression': { status: 422, title: 'The routing would become worse' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  overloaded: { status: 503, title: 'More is asked than can be answered' },
  'deadline-exceeded': { status: 504, title: 'There was not enough time' },
  cancelled: { status: 499, title: 'The caller left' },
  'no-responders': { status: 503, title: 'A part of the system is away' },
  unavailable: { status: 503, title: 'A part of the system is away' },
  internal: { status: 500, title: 'Something broke on our side' },
};

/** A failure as `application/problem+json`. */
export function problemOf(failure: Failure, traceId: string): Problem {
  const { status, title } = problems[failure.code];
  const problem = {
    type: `urn:clubos:problem:${failure.code}`,
    title,
    status,
    code: failure.code,
    detail: failure.message,
    traceId,
  };
  return failure.places ? { ...problem, errors: failure.places.map((place) => ({ ...place })) } : problem;
}
