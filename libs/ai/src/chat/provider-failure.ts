import { fail, FailureError } from '#kernel';

/** What became of a call to a provider, as a failure: ended by us, or not to be had. */
export function providerFailure(provider: string, error: unknown, signal: AbortSignal): FailureError {
  if (error instanceof FailureError) return error;
  if (signal.aborted) {
    const { reason } = signal as { reason: unknown };
    if (reason instanceof FailureError) return reason;
    // By its name: the DOMException of a time-out is not always an Error of this realm.
    const late = (reason as { name?: unknown } | null | undefined)?.name === 'TimeoutError';
    return late
      ? fail('deadline-exceeded', 'The model did not answer in time.')
      : fail('cancelled', 'The caller has left.');
  }
  return fail('unavailable', 'The model cannot be used.', `${provider}: ${told(error)}`);
}

/** What may be logged of it: what a provider writes in a refusal may repeat the key or the prompt, its status does not. */
function told(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number') {
    return `answered with status ${error.status}`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** The stream of a provider that ended in another way than by being done: cut, too long, refused. */
export const unfinished = (provider: string, reason: string | null | undefined): FailureError =>
  fail('unavailable', 'The model did not finish its answer.', `${provider} ended with ${reason ?? 'no reason'}.`);
