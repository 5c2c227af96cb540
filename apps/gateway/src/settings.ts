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
  ...cacheSettings,
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
  /** How many answers each gateway keeps in memory. */
  CACHE_ENTRIES: wholeNumber(1, 1_000_000).default(1000),
  /** How many bytes of memory they may take together, roughly. */
  CACHE_BYTES: wholeNumber(1_000_000, 1_000_000_000).default(32_000_000),
  /** Of how many answers from the cache one is made anew and compared; 0 compares none. */
  CACHE_CHECK_EVERY: wholeNumber(0, 1_000_000).default(200),
  /** Minutes between two attempts, of all gateways together, to teach the router what people said in use; 0 for never. */
  LEARNING_MINUTES: wholeNumber(0, 10_080).default(10),
  /**
   * How many API keys must take a question to the same assistant before the router is taught it; those that members use count
   * as one together. With one, whoever holds a single key teaches the router.
   */
  LEARNING_VOICES: wholeNumber(1, 20).default(2),
  /** Milliseconds in which every query ends, whatever happens. */
  ANSWER_DEADLINE_MS: wholeNumber(500, 60_000).default(10_000),
  /** The most questions this gateway works on at a time, streams aside. As many as are answered soon; more get 503. */
  MAX_QUERIES: wholeNumber(1, 100_000).default(1000),
  /**
   * Milliseconds that half of the answers may take, a model's own time aside, before fewer questions are let in at a time. Well
   * above what an answer takes on a busy day, and well below the second after which an assistant counts as not answering.
   */
  OVERLOAD_ANSWER_MS: wholeNumber(10, 10_000).default(400),
  /** How many answers may be streamed at a time: by this gateway, and of these to one API key. More get 503 and 429. */
  MAX_STREAMS: wholeNumber(1, 100_000).default(2000),
  MAX_STREAMS_PER_KEY: wholeNumber(1, 100_000).default(1000),
  /**
   * Milliseconds of silence after which a stream says that it is alive: well below the minute after which proxies close what
   * is silent, and below the deadline, so that a client that is gone without a word is noticed while its answer is worked on.
   */
  STREAM_HEARTBEAT_MS: wholeNumber(50, 60_000).default(5000),
  /** Milliseconds a client may take to read what it was sent; then it is dropped, and may come back for the rest. */
  STREAM_PATIENCE_MS: wholeNumber(50, 120_000).default(10_000),
  /** Milliseconds that open streams get to end by themselves when the gateway stops; then they are ended. */
  STREAM_DRAIN_MS: wholeNumber(0, 120_000).default(10_000),
};

export type GatewaySettings = z.infer<z.ZodObject<typeof gatewaySettings>>;
