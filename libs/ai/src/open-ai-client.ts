import type OpenAI from 'openai';
import { providerFetch } from './provider-fetch.js';

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
