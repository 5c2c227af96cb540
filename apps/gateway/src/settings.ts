import { z } from 'zod';
import {
  busSettings,
  cacheSettings,
  clubSettings,
  databaseSettings,
  serviceSettings,
  wholeNumber,
} from '#platform/config';

export const gatewaySettings = {
  ...serviceSettings,
  ...busSettings,
  ...databaseSettings,
  ...clubSettings,
  /** Where the one public door is; 0 takes a free port. */
  PORT: wholeNumber(0, 65_535).default(3000),
  /** A key that may do everything, for development; it is stored like any other key. */
  DEV_API_KEY: z
    .string()
    .regex(/^club_[a-z]+_[A-Za-z0-9_-]{43}$/)
    .describe('a key of the form club_dev_ and 43 characters')
    .optional(),
  /**
   * A folder of labeled questions, `.jsonl` files with one `{text, assistant}` a line, that every change of the routing is held
   * against. Without it nothing is.
   */
  ROUTING_QUESTIONS: z.string().min(1).describe('the path of a folder of labeled questions').optional(),
  /** Where answers are kept for all gateways; without it each keeps them in its own memory and in PostgreSQL. */
  REDIS_URL: cacheSettings.REDIS_URL.optional(),
  /** How many answers each gateway keeps in memory. */
  CACHE_ENTRIES: wholeNumber(1, 1_000_000).default(1000),
  /** Of how many answers from the cache one is made anew and compared; 0 compares none. */
  CACHE_CHECK_EVERY: wholeNumber(0, 1_000_000).default(200),
  /** Milliseconds in which every query ends, whatever happens. */
  ANSWER_DEADLINE_MS: wholeNumber(500, 60_000).default(10_000),
};

export type GatewaySettings = z.infer<z.ZodObject<typeof gatewaySettings>>;
