import type Anthropic from '@anthropic-ai/sdk';
import { providerFetch, until } from '../provider-fetch.js';
import type { ChatProvider, ProviderCall, ProviderPart, ProviderRequest } from './chat-model.js';
import { ModelFailure, modelFailure } from './model-failure.js';
import { unfinished } from './openai-chat.js';
import type { ProviderSettings } from './provider-settings.js';

const ends: Readonly<Record<string, ModelFailure['reason']>> = {
  max_tokens: 'too-long',
  model_context_window_exceeded: 'too-long',
  refusal: 'declined',
};

const shapeOf = ({ shape }: ProviderRequest) =>
  shape === undefined ? {} : { output_config: { format: { type: 'json_schema' as const, schema: shape.schema } } };

/** What one event says; most say only that the model is at work. */
function partOf(event: Anthropic.RawMessageStreamEvent): ProviderPart {
  switch (event.type) {
    case 'content_block_delta':
      return event.delta.type === 'text_delta' ? { type: 'text-delta', text: event.delta.text } : { type: 'thought' };
    case 'message_start': {
      const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens } = event.message.usage;
      const inputTokens = input_tokens + (cache_creation_input_tokens ?? 0) + (cache_read_input_tokens ?? 0);
      return { type: 'usage', usage: { inputTokens, outputTokens: output_tokens } };
    }
    case 'message_delta':
      return { type: 'usage', usage: { outputTokens: event.usage.output_tokens } };
    default:
      return { type: 'thought' };
  }
}

/** A model behind Anthropic's messages. */
export class AnthropicChat implements ChatProvider {
  readonly provider: string;
  readonly model: string;
  private client: Anthropic | undefined;

  constructor(private readonly settings: ProviderSettings) {
    this.provider = settings.provider ?? 'anthropic';
    this.model = settings.model;
  }

  async *stream(request: ProviderRequest, { deadline, signal }: ProviderCall): AsyncGenerator<ProviderPart> {
    const { system, user, maxTokens } = request;
    let stop: string | null = null;
    let begun = false;
    try {
      const client = await this.connect();
      const events = await client.messages.create(
        {
          model: this.model,
          system,
          messages: [{ role: 'user', content: user }],
          max_tokens: maxTokens,
          stream: true,
          ...shapeOf(request),
        },
        { signal, fetchOptions: until(deadline) },
      );
      // It has taken the request, and is at work.
      yield { type: 'thought' };
      for await (const event of events) {
        begun = true;
        if (event.type === 'message_delta') stop = event.delta.stop_reason;
        yield partOf(event);
      }
      signal.throwIfAborted();
    } catch (error) {
      throw modelFailure(this.provider, error, signal, begun);
    }
    if (stop !== 'end_turn' && stop !== 'stop_sequence') throw unfinished(this.provider, stop, ends);
  }

  async load(): Promise<void> {
    await this.connect();
  }

  async lookUp({ deadline, signal }: ProviderCall): Promise<void> {
    try {
      const client = await this.connect();
      await client.models.retrieve(this.model, {}, { signal, fetchOptions: until(deadline) });
    } catch (error) {
      throw modelFailure(this.provider, error, signal);
    }
  }

  private async connect(): Promise<Anthropic> {
    if (!this.client) {
      const { default: Client } = await import('@anthropic-ai/sdk');
      const { apiKey, baseUrl = 'https://api.anthropic.com' } = this.settings;
      this.client ??= new Client({
        apiKey,
        baseURL: baseUrl,
        maxRetries: 0,
        logLevel: 'off',
        fetch: providerFetch(this.provider),
      });
    }
    return this.client;
  }
}
