import { until } from '../provider-fetch.js';
import type { ProviderCall, ProviderPart, ProviderRequest } from './chat-model.js';
import { ModelFailure, modelFailure } from './model-failure.js';
import { OpenAiProvider } from './openai-provider.js';

/** Reasons other than having said everything. */
const ends: Readonly<Record<string, ModelFailure['reason']>> = { length: 'too-long', content_filter: 'declined' };

const shapeOf = ({ shape }: ProviderRequest) =>
  shape === undefined
    ? {}
    : { response_format: { type: 'json_schema' as const, json_schema: { ...shape, strict: true } } };

/** A model behind OpenAI's chat completions, or anything that speaks that protocol. */
export class OpenAiChat extends OpenAiProvider {
  async *stream(request: ProviderRequest, { deadline, signal }: ProviderCall): AsyncGenerator<ProviderPart> {
    let finish: string | null = null;
    let begun = false;
    try {
      const client = await this.connect();
      const chunks = await client.chat.completions.create(
        {
          model: this.model,
          messages: [
            { role: 'system', content: request.system },
            { role: 'user', content: request.user },
          ],
          max_completion_tokens: request.maxTokens,
          stream: true,
          stream_options: { include_usage: true },
          ...shapeOf(request),
        },
        { signal, fetchOptions: until(deadline) },
      );
      // It has taken the request, and is at work.
      yield { type: 'thought' };
      for await (const { choices, usage } of chunks) {
        begun = true;
        // Another server that speaks the protocol may leave out what it has none of.
        const choice = (choices as typeof choices | undefined)?.[0];
        if (choice?.delta.content) yield { type: 'text-delta', text: choice.delta.content };
        finish = choice?.finish_reason ?? finish;
        if (usage) {
          yield { type: 'usage', usage: { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens } };
        }
      }
      signal.throwIfAborted();
    } catch (error) {
      throw modelFailure(this.provider, error, signal, begun);
    }
    if (finish !== 'stop') throw unfinished(this.provider, finish, ends);
  }
}

/** A stream that ended in another way than by being done. */
export const unfinished = (
  who: string,
  finish: string | null | undefined,
  reasons: Readonly<Record<string, ModelFailure['reason']>>,
): ModelFailure => new ModelFailure(reasons[finish ?? ''] ?? 'cut', who, `ended with ${finish ?? 'no reason'}`);
