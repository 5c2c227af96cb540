import type OpenAI from 'openai';

export interface OpenAiConnection {
  readonly apiKey: string;
  /** Where OpenAI, or something that speaks its protocol, answers; its own address when absent. */
  readonly baseUrl?: string | undefined;
}

/** The client, with the provider's code loaded at the first use: a process that does without it does not load it. */
export function lazyOpenAi({ apiKey, baseUrl = 'https://api.openai.com/v1' }: OpenAiConnection): () => Promise<OpenAI> {
  let client: OpenAI | undefined;
  return async () => {
    if (!client) {
      const { default: Client } = await import('openai');
      client ??= new Client({ apiKey, baseURL: baseUrl, maxRetries: 0 });
    }
    return client;
  };
}
