export { eventually } from './eventually.js';
export { FakeClock } from './fake-clock.js';
export { testBackingServices, type TestBackingServices } from './test-backing-services.js';
export { sayToRedis } from './say-to-redis.js';
