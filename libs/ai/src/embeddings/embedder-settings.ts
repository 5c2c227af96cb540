import { z } from 'zod';
import type { Embedder } from './embedder.js';
import { HashedEmbedder } from './hashed-embedder.js';
import { OpenAiEmbedder } from './openai-embedder.js';

/** Which embedder is used: the built-in one, or OpenAI's where there is a key. */
export const embedderSettings = {
  OPENAI_API_KEY: z.string().min(1).describe('a key').optional(),
  OPENAI_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .describe('a URL that begins with http:// or https://')
    .optional(),
  EMBEDDING_MODEL: z.string().min(1).max(100).describe('the name of a model').default('text-embedding-3-small'),
};
export type EmbedderSettings = z.infer<z.ZodObject<typeof embedderSettings>>;

export function embedderOf({ OPENAI_API_KEY, OPENAI_BASE_URL, EMBEDDING_MODEL }: EmbedderSettings): Embedder {
  if (!OPENAI_API_KEY) return new HashedEmbedder();
  return new OpenAiEmbedder({ apiKey: OPENAI_API_KEY, baseUrl: OPENAI_BASE_URL, model: EMBEDDING_MODEL });
}
