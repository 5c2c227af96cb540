import { z } from 'zod';
import { failureSchema } from '#contracts';
import { failure, FailureError, type Failure, type FailurePlace } from '#kernel';

const placesAtMost = 20;

/** A reply as it stands on the wire. The end of a stream has no value unless it carries the last part itself. */
type Envelope = { readonly ok: true; readonly value?: unknown } | { readonly ok: false; readonly error: Failure };

export const valuePayload = (value: unknown): string => JSON.stringify({ ok: true, value });
export const failurePayload = (error: Failure): string => JSON.stringify({ ok: false, error });
export const endPayload = '{"ok":true}';

/** @throws Error when the text is not an envelope; the value inside is for its contract to check */
export function readEnvelope(text: string): Envelope {
  const envelope: unknown = JSON.parse(text);
  if (typeof envelope === 'object' && envelope !== null && 'ok' in envelope) {
    if (envelope.ok === true) return envelope as Envelope;
    if (envelope.ok === false && 'error' in envelope) {
      return { ok: false, error: withoutUndefined(failureSchema.parse(envelope.error)) };
    }
  }
  throw new Error('It is no reply envelope.');
}

function withoutUndefined({ code, message, retryable, places }: z.infer<typeof failureSchema>): Failure {
  return places === undefined ? { code, message, retryable } : { code, message, retryable, places };
}

/** Where a body breaks its schema, the first 20 places. */
export const placesOf = (error: z.ZodError): FailurePlace[] =>
  error.issues.slice(0, placesAtMost).map(({ path, message }) => ({ path: path.map(String).join('.'), message }));

export interface Named {
  readonly name: string;
  readonly version: number;
}
export const nameOf = ({ name, version }: Named): string => `${name}.v${version}`;

/** What came back is not what the contract says: our fault, so the caller learns no more than that. */
export const misfit = (contract: Named, cause: unknown): FailureError =>
  new FailureError(
    failure('internal', 'Something broke on our side. The trace id finds what happened.'),
    `The reply does not fit ${nameOf(contract)}: ${cause instanceof Error ? cause.message : String(cause)}`,
    { cause },
  );
