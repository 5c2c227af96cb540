import { closeRedis, openRedis, type RedisOptions } from './redis-client.js';

/** Whole numbers by key that never go above a limit, counted together by every process that uses the same Redis. */
export interface BoundedCounters {
  /**
   * Adds to a number, or leaves it as it is where the sum would be above the limit.
   * @param amount may be negative; what is given back is taken whatever the limit
   * @param floor what this process knows to be counted at least, should Redis have forgotten
   * @param timeToLive whole seconds from now on
   * @returns whether it was added
   * @throws when Redis is away or slow: nobody knows the number then
   */
  add(
    key: string,
    amount: number,
    bounds: { readonly limit: number; readonly floor: number; readonly timeToLive: number },
  ): Promise<boolean>;
  /**
   * Whether an amount could be added, without adding it.
   * @throws as `add` does
   */
  fits(key: string, amount: number, bounds: { readonly limit: number; readonly floor: number }): Promise<boolean>;
  close(): Promise<void>;
}

const fitsScript = `
local amount, limit, floor = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
return math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), floor) + amount <= limit and 1 or 0`;

/** One script is one step: two processes at the limit do not both get the last of it. */
const script = `
local amount, limit, floor = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local known = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), floor)
if amount > 0 and known + amount > limit then return 0 end
redis.call('SET', KEYS[1], string.format('%.0f', math.max(0, known + amount)), 'EX', ARGV[4])
return 1`;

/** Milliseconds after which a command counts as failed, 50 where it is not said. */
type CounterOptions = Omit<RedisOptions, 'commandTimeoutMs'> & Partial<Pick<RedisOptions, 'commandTimeoutMs'>>;

export function createBoundedCounters({ commandTimeoutMs = 50, ...options }: CounterOptions): BoundedCounters {
  const redis = openRedis({ ...options, commandTimeoutMs });
  return {
    add: async (key, amount, { limit, floor, timeToLive }) =>
      (await redis.eval(script, 1, key, amount, limit, floor, timeToLive)) === 1,
    fits: async (key, amount, { limit, floor }) => (await redis.eval(fitsScript, 1, key, amount, limit, floor)) === 1,
    close: () => closeRedis(redis),
  };
}
