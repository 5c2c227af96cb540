import { createHash } from 'node:crypto';
import type OpenAI from 'openai';
import { Deadline } from '#kernel';
import { costOf, tokensAtMost } from '../budget/prices.js';
import { costsNothing, reserveOrFail } from '../budget/reserve-or-fail.js';
import type { SpendingLedger } from '../budget/spending-ledger.js';
import type { ProviderCall } from '../chat/chat-model.js';
import { lazyOpenAi, type OpenAiConnection } from '../open-ai-client.js';
import { until } from '../provider-fetch.js';
import { ModelFailure, modelFailure } from '../chat/model-failure.js';
import { embeddingDimensions, type Embedder, type EmbedOptions } from './embedder.js';
import { normalize } from './vectors.js';

export interface OpenAiEmbedderSettings extends OpenAiConnection {
  /** A model that can shorten its vectors (`dimensions`): text-embedding-3-small or -large. */
  readonly model: string;
}

/** What it is paid from. */
export interface EmbeddingSpending {
  readonly ledger: SpendingLedger;
  /** Dollars for a million tokens. */
  readonly price: number;
}

/** Texts in one call; the provider takes up to 2,048 inputs and 300,000 tokens together. */
const textsPerCall = 128;
/** The provider refuses an input above 8,192 tokens; English takes about four characters for one. */
const charactersPerText = 24_000;
/** Milliseconds for one call when the caller sets no deadline. */
const callTimeoutMs = 30_000;

/** Embeds with OpenAI's embeddings, or anything that speaks that protocol. One try for each call, no retries. What a call may cost is reserved before it and settled after it. */
export class OpenAiEmbedder implements Embedder {
  readonly id: string;
  readonly dimensions = embeddingDimensions;
  private readonly connect: () => Promise<OpenAI>;

  constructor(
    private readonly settings: OpenAiEmbedderSettings,
    private readonly spending: EmbeddingSpending,
  ) {
    this.connect = lazyOpenAi(settings);
    this.id = `openai-${settings.model}-${embeddingDimensions}${elsewhere(settings.baseUrl)}`;
  }

  async embed(texts: readonly string[], { deadline, signal }: EmbedOptions = {}): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let from = 0; from < texts.length; from += textsPerCall) {
      deadline?.check('the embedding');
      const end = deadline ?? Deadline.in(callTimeoutMs);
      const call = { deadline: end, signal: end.signal(signal) };
      vectors.push(...(await this.call(texts.slice(from, from + textsPerCall), call)));
    }
    return vectors;
  }

  /** What was sent counts as read, unless the provider says how much it was, or refused it. */
  private async call(texts: readonly string[], { deadline, signal }: ProviderCall): Promise<Float32Array[]> {
    const { ledger, price } = this.spending;
    // An empty input is refused by the provider.
    const input = texts.map((text) => text.slice(0, charactersPerText) || ' ');
    const cost = (tokens: number): number =>
      costOf({ inputTokens: tokens, outputTokens: 0 }, { input: price, output: 0 });
    const atMost = cost(tokensAtMost(...input));
    const reservation = await reserveOrFail(ledger, atMost, 'openai');
    let spent = 0;
    try {
      const client = await this.connect();
      signal.throwIfAborted();
      spent = atMost;
      const { model } = this.settings;
      const { data, usage } = await client.embeddings.create(
        { model, input, dimensions: this.dimensions },
        { signal, fetchOptions: until(deadline) },
      );
      // Another server that speaks the protocol may not count.
      spent = cost((usage as typeof usage | undefined)?.prompt_tokens ?? tokensAtMost(...input));
      signal.throwIfAborted();
      return this.inOrder(data, texts.length);
    } catch (error) {
      const failed = modelFailure('openai', error, signal);
      if (costsNothing(failed)) spent = 0;
      throw failed;
    } finally {
      reservation.settle(spent);
    }
  }

  private inOrder(data: readonly OpenAI.Embedding[], expected: number): Float32Array[] {
    const byIndex = new Map(data.map(({ index, embedding }) => [index, embedding]));
    return Array.from({ length: expected }, (_, index) => {
      const embedding = byIndex.get(index);
      if (embedding?.length !== this.dimensions || !embedding.every(Number.isFinite)) throw unusable();
      return normalize(Float32Array.from(embedding));
    });
  }
}

/** A model of the same name at another address is another model, as far as anybody knows. */
const elsewhere = (baseUrl: string | undefined): string =>
  baseUrl === undefined ? '' : `-${createHash('sha256').update(baseUrl).digest('hex').slice(0, 8)}`;

const unusable = (): ModelFailure =>
  new ModelFailure('bad-output', 'openai', `sent no ${embeddingDimensions} numbers for some text`);
