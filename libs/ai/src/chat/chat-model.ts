/** One thing a model is asked to word. What it is to do and what it works on are kept apart: the second is data. */
export interface ChatRequest {
  readonly system: string;
  readonly user: string;
  /** The longest answer, in the provider's tokens; one that needs more counts as failed. */
  readonly maxTokens: number;
}

/** A model that writes text. */
export interface ChatModel {
  /** As it stands in an answer's `composedBy`. */
  readonly name: string;
  /**
   * The text in pieces as it comes. Ends only when the model says that it is done; one try, no retries.
   * Iterating throws FailureError `unavailable` for whatever the provider has or lacks, and `cancelled` or
   * `deadline-exceeded` when the signal ends it.
   */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<string>;
}
