import type { z } from 'zod';
import type { Deadline } from '#kernel';

/** One thing a model is asked to write. What it is to do and what it works on are kept apart: the second is data. */
export interface ChatRequest {
  readonly system: string;
  readonly user: string;
  /** The longest answer, in the provider's tokens, what it thinks included; one that needs more counts as failed. */
  readonly maxTokens: number;
}

/** What was read and written, in the provider's tokens. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface ChatOptions {
  readonly deadline: Deadline;
  /** The caller's: aborted, the call to the provider ends at once. */
  readonly signal?: AbortSignal | undefined;
}

/** How an answer ended: who wrote it and what it took. */
export interface ChatEnd {
  readonly type: 'text-end';
  readonly provider: string;
  readonly model: string;
  readonly usage: Usage;
  /** In millionths of a dollar, by the prices that are set. */
  readonly cost: number;
}

/** Who writes, the text in pieces as it comes, and the end. */
export type ChatPart =
  | { readonly type: 'text-start'; readonly provider: string; readonly model: string }
  | { readonly type: 'text-delta'; readonly text: string }
  | ChatEnd;

/** What a model is to fill in. */
export interface StructuredRequest<T> extends ChatRequest {
  /** Names the shape to the provider: letters, digits, `_` and `-`. */
  readonly name: string;
  /** An object; what of it JSON schema cannot say is checked here all the same. */
  readonly schema: z.ZodType<T>;
}

export interface Structured<T> extends Omit<ChatEnd, 'type'> {
  readonly value: T;
}

/** Models that write: those that are set, in their order, each asked at most once. */
export interface ChatModel {
  /**
   * A text. Iterating throws ModelFailure with the reason, FailureError `deadline-exceeded` when the caller's time is over
   * and `cancelled` when the caller has left. Another provider is asked only while nothing has been said.
   */
  stream(request: ChatRequest, options: ChatOptions): AsyncIterable<ChatPart>;
  /**
   * A value of a shape. What does not parse or does not fit is the failure `bad-output` of the provider that wrote it.
   * @throws as `stream` does
   */
  fill<T>(request: StructuredRequest<T>, options: ChatOptions): Promise<Structured<T>>;
}

/** What is told by a provider while it answers. `thought` says that it is at work; `usage` may come again, the last counts. */
export type ProviderPart =
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'thought' }
  | { readonly type: 'usage'; readonly usage: Partial<Usage> };

export interface ProviderRequest extends ChatRequest {
  /** The shape of the answer, as JSON schema; absent: any text. */
  readonly shape?: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> } | undefined;
}

/** What one call to a provider keeps to. */
export interface ProviderCall {
  /** Nothing goes out at it or later, whatever the signal says: a timer may be late, a clock that is looked at is not. */
  readonly deadline: Deadline;
  /** Ends the call: at the deadline, or when nobody waits for it any more. */
  readonly signal: AbortSignal;
}

/** One model of one provider, asked once: no retries, no fallback, no limits but those of the call. */
export interface ChatProvider {
  readonly provider: string;
  readonly model: string;
  /** Loads the provider's code, once: a process that no model answers for does without it, and no call waits for it. */
  load(): Promise<void>;
  /** Ends only when the model says that it is done. Iterating throws ModelFailure, or what the signal was aborted with. */
  stream(request: ProviderRequest, call: ProviderCall): AsyncIterable<ProviderPart>;
  /** Whether the key is taken and the model is there, without asking for a word. @throws ModelFailure */
  lookUp(call: ProviderCall): Promise<void>;
}
