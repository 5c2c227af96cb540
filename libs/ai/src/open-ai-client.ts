import type OpenAI from 'openai';
import type { ProviderCall } from './chat/chat-model.js';
import { modelFailure } from './chat/model-failure.js';
import { providerFetch, until } from './provider-fetch.js';

export interface OpenAiConnection {
  readonly apiKey: string;
  /** Where OpenAI, or something that speaks its protocol, answers; its own address when absent. */
  readonly baseUrl?: string | undefined;
}

/**
 * The client, with the provider's code loaded at the first use: a process that does without it does not load it. It retries
 * nothing, logs nothing and takes nothing from the environment.
 */
export function lazyOpenAi(
  { apiKey, baseUrl = 'https://api.openai.com/v1' }: OpenAiConnection,
  who = 'openai',
): () => Promise<OpenAI> {
  let client: OpenAI | undefined;
  return async () => {
    if (!client) {
      const { default: Client } = await import('openai');
      client ??= new Client({
        apiKey,
        baseURL: baseUrl,
        maxRetries: 0,
        logLevel: 'off',
        organization: null,
        project: null,
        fetch: providerFetch(who),
      });
    }
    return client;
  };
}

/**
 * Whether the key is taken and the model is there. A server that speaks the protocol and has no models to look up answers
 * with 404 as well; only `model_not_found` says that there is no such model.
 * @throws ModelFailure
 */
export async function lookUpModel(
  client: OpenAI,
  model: string,
  who: string,
  { deadline, signal }: ProviderCall,
): Promise<void> {
  try {
    await client.models.retrieve(model, { signal, fetchOptions: until(deadline) });
  } catch (error) {
    const { status, code } = error as { readonly status?: unknown; readonly code?: unknown };
    if (status === 404 && code !== 'model_not_found') return;
    throw modelFailure(who, error, signal);
  }
}
