import { z } from 'zod';
import { wholeNumber } from '#platform/config';

const address = () =>
  z
    .url({ protocol: /^https?$/ })
    .describe('a URL that begins with http:// or https://')
    .optional();
const key = () => z.string().min(1).describe('a key').optional();
const model = () => z.string().min(1).max(100).describe('the name of a model');

const price = z.coerce.number().min(0).max(10_000);
const pricesDescribed = 'dollars for a million tokens read and written: 0.10/0.50';

/** `0.10/0.50`: dollars for a million tokens, read and written. */
const prices = (standard: string) =>
  z
    .string()
    .regex(/^\d{1,5}(\.\d{1,6})?\/\d{1,5}(\.\d{1,6})?$/)
    .transform((text) => {
      const [input, output] = text.split('/');
      return { input: price.parse(input), output: price.parse(output) };
    })
    .prefault(standard)
    .describe(pricesDescribed);

export const providerNames = ['anthropic', 'openai', 'local'] as const;
export type ProviderName = (typeof providerNames)[number];

const isProvider = (name: string): name is ProviderName => providerNames.some((each) => each === name);

const order = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(z.array(z.custom<ProviderName>((name) => isProvider(String(name)))).min(1))
  .refine((names) => new Set(names).size === names.length)
  .describe(`some of ${providerNames.join(', ')} in the order they are asked, with commas`)
  .optional();

/**
 * Which models word answers, and what they may take. Without a key and without a local server there is none, and answers
 * are the procedures' own words. Prices are what the providers asked for the default models in November 2026.
 */
export const chatSettings = {
  /** Absent: whichever of them has a key or, for `local`, an address, in this order. */
  MODEL_ORDER: order,
  ANTHROPIC_API_KEY: key(),
  ANTHROPIC_BASE_URL: address(),
  ANTHROPIC_MODEL: model().default('claude-haiku-5-5'),
  ANTHROPIC_PRICES: prices('0.10/0.50'),
  OPENAI_API_KEY: key(),
  OPENAI_BASE_URL: address(),
  OPENAI_MODEL: model().default('gpt-5.4-mini'),
  OPENAI_PRICES: prices('0.75/4.50'),
  /** Other servers that speak OpenAI's protocol mostly have chat completions only. */
  OPENAI_PROTOCOL: z.enum(['chat', 'responses']).describe('one of chat, responses').default('chat'),
  /** A server of one's own that speaks OpenAI's chat completions: Ollama, vLLM, llama.cpp. */
  LOCAL_MODEL_BASE_URL: address(),
  LOCAL_MODEL_API_KEY: key(),
  LOCAL_MODEL: model().default('local'),
  LOCAL_MODEL_PRICES: prices('0/0'),
  /** Dollars that one assistant may spend in a day (UTC). */
  MODEL_BUDGET_PER_DAY: z.coerce.number().min(0).max(100_000).describe('dollars from 0 to 100000').default(5),
  MODEL_FIRST_PIECE_MS: wholeNumber(50, 60_000).default(3000),
  MODEL_GAP_MS: wholeNumber(50, 60_000).default(2000),
  MODEL_STALL_MS: wholeNumber(50, 60_000).default(800),
  MODEL_CONCURRENCY: wholeNumber(1, 10_000).default(64),
  MODEL_BREAKER_STRIKES: wholeNumber(1, 100).default(3),
  MODEL_BREAKER_REST_MS: wholeNumber(100, 60_000).default(5000),
};
export type ChatSettings = z.infer<z.ZodObject<typeof chatSettings>>;

/** Millionths of a dollar. */
export const budgetOf = ({ MODEL_BUDGET_PER_DAY }: Pick<ChatSettings, 'MODEL_BUDGET_PER_DAY'>): number =>
  Math.round(MODEL_BUDGET_PER_DAY * 1_000_000);
