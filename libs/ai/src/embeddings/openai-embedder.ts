import { createHash } from 'node:crypto';
import type OpenAI from 'openai';
import { Deadline } from '#kernel';
import { lazyOpenAi, type OpenAiConnection } from '../open-ai-client.js';
import { ModelFailure, modelFailure } from '../chat/model-failure.js';
import { embeddingDimensions, type Embedder, type EmbedOptions } from './embedder.js';
import { normalize } from './vectors.js';

export interface OpenAiEmbedderSettings extends OpenAiConnection {
  /** A model that can shorten its vectors (`dimensions`): text-embedding-3-small or -large. */
  readonly model: string;
}

/** Texts in one call; the provider takes up to 2,048 inputs and 300,000 tokens together. */
const textsPerCall = 128;
/** The provider refuses an input above 8,192 tokens; English takes about four characters for one. */
const charactersPerText = 24_000;
/** Milliseconds for one call when the caller sets no deadline. */
const callTimeoutMs = 30_000;

/** Embeds with OpenAI's embeddings, or anything that speaks that protocol. One try for each call, no retries. */
export class OpenAiEmbedder implements Embedder {
  readonly id: string;
  readonly dimensions = embeddingDimensions;
  private readonly connect: () => Promise<OpenAI>;

  constructor(private readonly settings: OpenAiEmbedderSettings) {
    this.connect = lazyOpenAi(settings);
    this.id = `openai-${settings.model}-${embeddingDimensions}${elsewhere(settings.baseUrl)}`;
  }

  async embed(texts: readonly string[], { deadline, signal }: EmbedOptions = {}): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let from = 0; from < texts.length; from += textsPerCall) {
      deadline?.check('the embedding');
      const until = (deadline ?? Deadline.in(callTimeoutMs)).signal(signal);
      vectors.push(...(await this.call(texts.slice(from, from + textsPerCall), until)));
    }
    return vectors;
  }

  private async call(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    try {
      const client = await this.connect();
      const { data } = await client.embeddings.create(
        {
          model: this.settings.model,
          // An empty input is refused by the provider.
          input: texts.map((text) => text.slice(0, charactersPerText) || ' '),
          dimensions: this.dimensions,
        },
        { signal },
      );
      signal.throwIfAborted();
      return this.inOrder(data, texts.length);
    } catch (error) {
      throw modelFailure('openai', error, signal);
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
