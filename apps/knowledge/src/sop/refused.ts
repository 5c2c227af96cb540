import { failure, FailureError, type FailurePlace } from '#kernel';

/** Content that may not be published, with every place that is wrong; the first one is the sentence a person reads. */
export function refused(places: readonly FailurePlace[]): FailureError {
  const [first] = places;
  const message = first!.path ? `${first!.path}: ${first!.message}` : first!.message;
  return new FailureError(failure('content-refused', message, places));
}
