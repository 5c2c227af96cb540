import type OpenAI from 'openai';
import { lazyOpenAi } from '../open-ai-client.js';
import type { ChatModel, ChatRequest } from './chat-model.js';
import { providerFailure, unfinished } from './provider-failure.js';

export interface ProviderSettings {
  readonly apiKey: string;
  /** Where the provider, or something that speaks its protocol, answers; the provider's own address when absent. */
  readonly baseUrl?: string | undefined;
  readonly model: string;
}

/** A model behind OpenAI's chat completions, or anything that speaks that protocol. */
export class OpenAiChat implements ChatModel {
  readonly name: string;
  private readonly connect: () => Promise<OpenAI>;

  constructor(settings: ProviderSettings) {
    this.connect = lazyOpenAi(settings);
    this.name = settings.model;
  }

  async *stream({ system, user, maxTokens }: ChatRequest, signal: AbortSignal): AsyncGenerator<string> {
    let finish: string | null = null;
    try {
      const client = await this.connect();
      const chunks = await client.chat.completions.create(
        {
          model: this.name,
          messages: [
            { role: 'system', content: system },
            { role: 'user', content: user },
          ],
          max_completion_tokens: maxTokens,
          stream: true,
        },
        { signal },
      );
      for await (const { choices } of chunks) {
        const choice = choices[0];
        if (choice?.delta.content) yield choice.delta.content;
        finish = choice?.finish_reason ?? finish;
      }
      signal.throwIfAborted();
    } catch (error) {
      throw providerFailure('OpenAI', error, signal);
    }
    if (finish !== 'stop') throw unfinished('OpenAI', finish);
  }
}
