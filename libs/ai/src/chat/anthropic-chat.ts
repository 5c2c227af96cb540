import type Anthropic from '@anthropic-ai/sdk';
import type { ChatModel, ChatRequest } from './chat-model.js';
import type { ProviderSettings } from './openai-chat.js';
import { providerFailure, unfinished } from './provider-failure.js';

/** A model behind Anthropic's messages. */
export class AnthropicChat implements ChatModel {
  readonly name: string;
  private client: Anthropic | undefined;

  constructor(private readonly settings: ProviderSettings) {
    this.name = settings.model;
  }

  async *stream({ system, user, maxTokens }: ChatRequest, signal: AbortSignal): AsyncGenerator<string> {
    let stop: string | null = null;
    try {
      const client = await this.connect();
      const events = await client.messages.create(
        { model: this.name, system, messages: [{ role: 'user', content: user }], max_tokens: maxTokens, stream: true },
        { signal },
      );
      for await (const event of events) {
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') yield event.delta.text;
        if (event.type === 'message_delta') stop = event.delta.stop_reason;
      }
      signal.throwIfAborted();
    } catch (error) {
      throw providerFailure('Anthropic', error, signal);
    }
    if (stop !== 'end_turn' && stop !== 'stop_sequence') throw unfinished('Anthropic', stop);
  }

  /** Loaded with the first question: a process whose answers no model words does without the provider's code. */
  private async connect(): Promise<Anthropic> {
    if (!this.client) {
      const { default: Client } = await import('@anthropic-ai/sdk');
      const { apiKey, baseUrl = 'https://api.anthropic.com' } = this.settings;
      this.client ??= new Client({ apiKey, baseURL: baseUrl, maxRetries: 0 });
    }
    return this.client;
  }
}
