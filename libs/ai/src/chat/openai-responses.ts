import type OpenAI from 'openai';
import { until } from '../provider-fetch.js';
import type { ProviderCall, ProviderPart, ProviderRequest } from './chat-model.js';
import { ModelFailure, modelFailure } from './model-failure.js';
import { unfinished } from './openai-chat.js';
import { OpenAiProvider } from './openai-provider.js';

const ends: Readonly<Record<string, ModelFailure['reason']>> = {
  max_output_tokens: 'too-long',
  content_filter: 'declined',
};

const shapeOf = ({ shape }: ProviderRequest) =>
  shape === undefined ? {} : { text: { format: { type: 'json_schema' as const, ...shape, strict: true } } };

const usageOf = (usage: OpenAI.Responses.ResponseUsage | undefined): ProviderPart[] =>
  usage ? [{ type: 'usage', usage: { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens } }] : [];

/** A model behind OpenAI's responses. Nothing is kept there: `store` is off. */
export class OpenAiResponses extends OpenAiProvider {
  async *stream(request: ProviderRequest, { deadline, signal }: ProviderCall): AsyncGenerator<ProviderPart> {
    let finish: string | null = null;
    let begun = false;
    try {
      const client = await this.connect();
      const events = await client.responses.create(
        {
          model: this.model,
          instructions: request.system,
          input: request.user,
          max_output_tokens: request.maxTokens,
          store: false,
          stream: true,
          ...shapeOf(request),
        },
        { signal, fetchOptions: until(deadline) },
      );
      // It has taken the request, and is at work.
      yield { type: 'thought' };
      for await (const event of events) {
        begun = true;
        if (event.type === 'response.output_text.delta') yield { type: 'text-delta', text: event.delta };
        else if (event.type === 'response.completed') finish = 'completed';
        else if (event.type === 'response.incomplete') finish = event.response.incomplete_details?.reason ?? null;
        else if (event.type === 'response.failed') throw failedWith(this.provider, event.response.error);
        else yield { type: 'thought' };
        if ('response' in event) yield* usageOf(event.response.usage);
      }
      signal.throwIfAborted();
    } catch (error) {
      throw modelFailure(this.provider, error, signal, begun);
    }
    if (finish !== 'completed') throw unfinished(this.provider, finish, ends);
  }
}

const failedWith = (who: string, error: OpenAI.Responses.ResponseError | null): ModelFailure =>
  new ModelFailure(
    error?.code === 'rate_limit_exceeded' ? 'rate-limited' : 'unavailable',
    who,
    'failed while it answered',
  );
