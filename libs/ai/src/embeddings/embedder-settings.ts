import { z } from 'zod';
import type { SpendingLedger } from '../budget/spending-ledger.js';
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
  /** Dollars for a million tokens; what OpenAI asked for the default model in November 2026. 0 is not counted. */
  EMBEDDING_PRICE: z.coerce.number().min(0).max(10_000).describe('dollars from 0 to 10000').default(0.02),
  /** Dollars that embeddings may cost in a day (UTC). */
  EMBEDDING_BUDGET_PER_DAY: z.coerce.number().min(0).max(100_000).describe('dollars from 0 to 100000').default(1),
};
export type EmbedderSettings = z.infer<z.ZodObject<typeof embedderSettings>>;

/** Millionths of a dollar. */
export const embeddingBudgetOf = ({
  EMBEDDING_BUDGET_PER_DAY,
}: Pick<EmbedderSettings, 'EMBEDDING_BUDGET_PER_DAY'>): number => Math.round(EMBEDDING_BUDGET_PER_DAY * 1_000_000);

/** @param ledger what a provider's embeddings are paid from; the built-in ones cost nothing */
export function embedderOf(settings: EmbedderSettings, ledger: SpendingLedger): Embedder {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, EMBEDDING_MODEL: model, EMBEDDING_PRICE: price } = settings;
  return apiKey ? new OpenAiEmbedder({ apiKey, baseUrl, model }, { ledger, price }) : new HashedEmbedder();
}
