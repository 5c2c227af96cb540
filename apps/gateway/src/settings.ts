import { z } from 'zod';
import { busSettings, clubSettings, databaseSettings, serviceSettings, wholeNumber } from '#platform/config';

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
  /** Minutes between two attempts, of all gateways together, to teach the router what people said in use; 0 for never. */
  LEARNING_MINUTES: wholeNumber(0, 10_080).default(10),
  /**
   * How many API keys must take a question to the same assistant before the router is taught it; those that members use count
   * as one together. With one, whoever holds a single key teaches the router.
   */
  LEARNING_VOICES: wholeNumber(1, 20).default(2),
  /** Milliseconds in which every query ends, whatever happens. */
  ANSWER_DEADLINE_MS: wholeNumber(500, 60_000).default(10_000),
};

export type GatewaySettings = z.infer<z.ZodObject<typeof gatewaySettings>>;
