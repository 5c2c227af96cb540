export type { BackingService } from './backing-service.js';
export { startNats, type NatsOptions } from './nats.js';
export { startPglite, type PgliteOptions } from './pglite.js';
export { startPostgres, type PostgresOptions } from './postgres.js';
export { startRedis, type RedisOptions } from './redis.js';
