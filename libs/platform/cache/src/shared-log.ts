import { closeRedis, openRedis, type RedisOptions } from './redis-client.js';

/** A line of a log and its number, from 1. */
export interface LogLine {
  readonly n: number;
  readonly text: string;
}

/** Short logs that every process can read for a while, by key. Every method throws when Redis is away or slow. */
export interface SharedLog {
  /**
   * Appends lines and keeps the whole log for `keepMs` from now. All of them are in, or none; a line whose number is there
   * already stays as it is, so the same call may be repeated. Beyond some 4,096 lines the oldest go.
   * @param lines in the order of their numbers
   */
  append(key: string, lines: readonly LogLine[], keepMs: number): Promise<void>;
  /** The lines after number `n`, in order; none where there is no such log. */
  after(key: string, n: number): Promise<LogLine[]>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

const mostLines = 4096;
/** What XADD says of an id that is not above the last one. */
const alreadyThere = /equal or smaller than the target stream top item/;

/** The logs as streams of Redis, whose ids are the numbers of the lines. */
export function createSharedLog(options: RedisOptions): SharedLog {
  const redis = openRedis(options);
  return {
    append: async (key, lines, keepMs) => {
      const transaction = redis.multi();
      for (const { n, text } of lines) transaction.xadd(key, 'MAXLEN', '~', mostLines, `${n}-0`, 'line', text);
      transaction.pexpire(key, keepMs);
      for (const [error] of (await transaction.exec()) ?? []) {
        if (error && !alreadyThere.test(error.message)) throw error;
      }
    },
    after: async (key, n) => {
      const entries = await redis.xrange(key, `(${n}-0`, '+');
      return entries.map(([id, [, text]]) => ({ n: Number.parseInt(id, 10), text: text! }));
    },
    ping: async () => {
      await redis.ping();
    },
    close: () => closeRedis(redis),
  };
}
