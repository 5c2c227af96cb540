import type { Deadline } from '#kernel';

export interface EmbedOptions {
  readonly deadline?: Deadline;
  readonly signal?: AbortSignal;
}

/** Turns texts into vectors whose inner product says how alike they are. */
export interface Embedder {
  /** Names the method, its model and its data: vectors of different ids are never compared. */
  readonly id: string;
  readonly dimensions: number;
  /**
   * One vector of length 1 for each text, in their order; all zeros for a text without anything to go by.
   * @throws FailureError `unavailable`, `deadline-exceeded` or `cancelled`
   */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>;
}

/** One width for every embedder, so that a stored column fits them all. */
export const embeddingDimensions = 384;
